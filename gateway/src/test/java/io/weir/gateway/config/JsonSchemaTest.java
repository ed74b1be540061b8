package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vertx.core.json.JsonObject;
import io.weir.gateway.Weir;
import io.weir.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSchemaTest {
  private static final Path PUBLISHED = Examples.DOCS.resolve("weir.schema.json");
  private static final Path TENANT = Examples.DOCS.resolve("tenant.schema.json");

  /** What a broken rule breaks is beyond a schema; what a type says is not. */
  static List<Path> broken() {
    return Examples.files("broken").stream()
        .filter(file -> !file.getFileName().toString().contains("not-yaml"))
        .toList();
  }

  static List<Path> valid() {
    return Examples.files("valid");
  }

  static List<Path> againstTheRules() {
    return Examples.files("against-the-rules");
  }

  @Test
  void thePublishedSchemaSaysWhatTheTypesSay() throws IOException {
    assertSaysWhatTheTypesSay(PUBLISHED, WeirConfig.class, "weir.yaml");
  }

  @Test
  void thePublishedSchemaOfTenantsSaysWhatTheTypesSay() throws IOException {
    assertSaysWhatTheTypesSay(TENANT, TenantFile.class, "tenant.yaml");
  }

  private static void assertSaysWhatTheTypesSay(
      Path published, Class<? extends Record> root, String title) throws IOException {
    String generated =
        new JsonObject(new SchemaOfRecords(Examples.PROTOCOLS).schema(root, title)).encodePrettily()
            + "\n";
    Path proposal = Path.of("target").resolve(published.getFileName());
    Files.createDirectories(proposal.getParent());
    Files.writeString(proposal, generated);
    assertThat(Files.readString(published))
        .as("%s; what it should be lies in gateway/%s", published, proposal)
        .isEqualTo(generated);
  }

  @Test
  void theProtocolsOfTheSchemaAreThoseThatThereAre() {
    Stream<String> found =
        ServiceLoader.load(Protocol.class).stream().map(protocol -> protocol.get().name());
    assertThat(Stream.concat(found, Stream.of(Weir.ADMIN)))
        .containsExactlyInAnyOrderElementsOf(Examples.PROTOCOLS);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void everyExampleValidates(Path file) {
    assertThat(validate(Examples.text(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void everyBrokenExampleIsRefused(Path file) {
    assertThat(validate(Examples.text(file))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("againstTheRules")
  void whatOnlyRulesForbidTheSchemaAllows(Path file) {
    assertThat(validate(Examples.text(file))).isEmpty();
  }

  static Set<ValidationMessage> validate(String yaml) {
    return validate(PUBLISHED, yaml);
  }

  static Set<ValidationMessage> validateTenant(String yaml) {
    return validate(TENANT, yaml);
  }

  private static Set<ValidationMessage> validate(Path published, String yaml) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Examples.text(published));
    return schema.validate(yaml, InputFormat.YAML);
  }
}
