package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.TenantTexts.Content;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tenants' files that tests read, and what they are read with. */
final class TenantExamples {
  static final Path PUBLISHED = Examples.DOCS.resolve("examples");
  static final WeirConfig CONFIG = config();
  static final TenantsReader READER = reader(CONFIG);

  private TenantExamples() {}

  static TenantsReader reader(WeirConfig config) {
    return new TenantsReader(config, Set.of("amqp", "http", "kafka"), null);
  }

  /** Reads files, given as name and text in turn. */
  static Map<Tenant, TenantDefinition> read(String... namesAndTexts) {
    return READER.read(texts(namesAndTexts));
  }

  static TenantTexts texts(String... namesAndTexts) {
    Map<Path, Content> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(Path.of(namesAndTexts[i]), new Content.Text(namesAndTexts[i + 1]));
    }
    return new TenantTexts(files);
  }

  static List<String> faults(String... namesAndTexts) {
    return catchThrowableOfType(ConfigException.class, () -> read(namesAndTexts)).faults();
  }

  static TenantDefinition readOne(String text) {
    return read("one.yaml", text).values().iterator().next();
  }

  private static WeirConfig config() {
    WeirConfig config = Examples.READER.read(PUBLISHED.resolve("weir.yaml"), Map.of());
    return config.withTenants(PUBLISHED.resolve("tenants"));
  }
}
