import io

import pytest

from indexer.progress import Progress, duration


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_says_count_rate_and_remaining_time():
    stream, clock = Terminal(), iter([0.0, 10.0])
    progress = Progress(stream, lambda: next(clock))
    progress.total = 400
    progress.show(1000, 100)
    assert stream.getvalue() == "\rreading: 1,000 items, 100 a second, 30 s left"


def test_the_writing_of_the_index_is_timed_by_itself():
    stream, clock = Terminal(), iter([0.0, 100.0, 110.0])
    progress = Progress(stream, lambda: next(clock))
    progress.wrote(0, 400)
    progress.wrote(100, 400)
    assert stream.getvalue().split("\r")[-1] == "writing: 100 items, 10 a second, 30 s left"


def test_progress_is_quiet_where_there_is_no_terminal():
    stream, clock = io.StringIO(), iter(range(100))
    progress = Progress(stream, lambda: next(clock))
    progress.show(1, 1)
    progress.wrote(0, 1)
    progress.close()
    assert stream.getvalue() == ""


def test_progress_does_not_write_more_often_than_can_be_read():
    stream, clock = Terminal(), iter([0.0, 1.0, 1.05, 1.1])
    progress = Progress(stream, lambda: next(clock))
    for items in range(3):
        progress.show(items, 0)
    assert stream.getvalue().count("\r") == 1


def test_a_shorter_line_covers_the_longer_one():
    stream = Terminal()
    clock = iter([0.0, 10.0, 20.0])
    progress = Progress(stream, lambda: next(clock))
    progress.show(1000, 0)
    progress.show(1, 0)
    longer, shorter = stream.getvalue().split("\r")[1:]
    assert shorter == "reading: 1 items, 0 a second".ljust(len(longer))
    progress.close()
    assert stream.getvalue().split("\r")[-2].strip() == ""


@pytest.mark.parametrize(("seconds", "text"), [(7.6, "8 s"), (125, "2 min 5 s"), (4200, "1 h 10 min")])
def test_a_time_is_written_as_people_say_it(seconds, text):
    assert duration(seconds) == text
