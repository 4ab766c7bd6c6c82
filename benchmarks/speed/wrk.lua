-- Asks for the paths of a file in turn, and ends with one line of JSON: seconds, milliseconds, counts.
-- With a second argument every address is another one, so that no answer is kept: it has that and a number.
local paths, asked, new = {}, 0, nil

function init(args)
  for path in io.lines(args[1]) do paths[#paths + 1] = path end
  new = args[2] and "&n=" .. args[2]
end

function request()
  asked = asked + 1
  local path = paths[(asked - 1) % #paths + 1]
  return wrk.format("GET", new and path .. new .. asked or path)
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('{"requests": %d, "seconds": %.3f, "p50": %.3f, "p99": %.3f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    failed))
end
