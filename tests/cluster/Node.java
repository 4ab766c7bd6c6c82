import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.PluginInfo;

/** A node whose modules lie on the class path: each argument is a setting, and it ends with its input. */
public class Node extends org.opensearch.node.Node {
    Node(Settings settings) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(),
            Path.of(settings.get("path.home")).resolve("config"), () -> "bulletins"), modules(), true);
    }

    static Collection<PluginInfo> modules() {
        return Stream.of("transport.Netty4ModulePlugin", "analysis.common.CommonAnalysisModulePlugin")
            .map(name -> "org.opensearch." + name)
            .map(name -> new PluginInfo(name, "", "1", Version.CURRENT, "21", name, null, java.util.List.of(), false))
            .toList();
    }

    public static void main(String[] arguments) throws Exception {
        var settings = Settings.builder();
        for (String each : arguments) {
            int at = each.indexOf('=');
            settings.put(each.substring(0, at), each.substring(at + 1));
        }
        var node = new Node(settings.build());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception failure) {
                failure.printStackTrace();
            }
        }));
        node.start();
        while (System.in.read() != -1) {
            continue;
        }
        System.exit(0);
    }
}
