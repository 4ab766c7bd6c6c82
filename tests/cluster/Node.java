import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.lucene.analysis.Analyzer;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.opensearch.index.analysis.TokenizerFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.PluginInfo;

/** A node whose modules lie on the class path: each argument is a setting, and it ends with its input. */
public class Node extends org.opensearch.node.Node {
    Node(Settings settings) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(),
            Path.of(settings.get("path.home")).resolve("config"), () -> "bulletins"), modules(), true);
    }

    static Collection<PluginInfo> modules() {
        return Stream.of("org.opensearch.transport.Netty4ModulePlugin", Analysis.class.getName())
            .map(name -> new PluginInfo(name, "", "1", Version.CURRENT, "21", name, null, List.of(), false))
            .toList();
    }

    /** The analysis without Thai, of which a small Java lacks the data: no index could be created. */
    public static class Analysis extends CommonAnalysisModulePlugin {
        private static <T> Map<String, T> withoutThai(Map<String, T> providers) {
            providers.remove("thai");
            return providers;
        }

        @Override
        public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
            return withoutThai(super.getAnalyzers());
        }

        @Override
        public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
            return withoutThai(super.getTokenizers());
        }

        @Override
        public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
            return super.getPreBuiltAnalyzerProviderFactories().stream()
                .filter(each -> !each.getName().equals("thai"))
                .toList();
        }
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
