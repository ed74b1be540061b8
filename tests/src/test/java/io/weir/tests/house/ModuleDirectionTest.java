package io.weir.tests.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Arrows between modules point one way, and no wire type leaves its protocol's module. */
class ModuleDirectionTest {
  /** Each module's root packages, and the root packages that it may see besides its own. */
  static final Map<String, List<String>> MAY_SEE =
      Map.of(
          "record", List.of(),
          "backend", List.of("record"),
          "embedded", List.of("backend", "record"),
          "core", List.of("backend", "record"),
          "protocol", List.of("core", "backend", "record"),
          "http", List.of("protocol", "core", "backend", "record"),
          "kafka", List.of("protocol", "core", "backend", "record"),
          "amqp091", List.of("protocol", "core", "backend", "record"),
          "gateway", List.of("protocol", "core", "backend", "record"));

  static final List<String> MODULES = MAY_SEE.keySet().stream().sorted().toList();

  /** Production classes only: tests and benches may hold a protocol against its own client. */
  private static final JavaClasses WEIR =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("io.weir");

  @ParameterizedTest
  @FieldSource("MODULES")
  void everyModuleIsLookedAt(String module) {
    assertThat(WEIR.that(resideInAPackage(within(module)))).isNotEmpty();
  }

  @Test
  void everyClassBelongsToAKnownModule() {
    classes().should().resideInAnyPackage(within(MODULES)).check(WEIR);
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void aModuleSeesOnlyWhatItsPlaceAllows(String module) {
    List<String> visible = new ArrayList<>(MAY_SEE.getOrDefault(module, List.of()));
    visible.add(module);
    noClasses()
        .that()
        .resideInAPackage(within(module))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.weir..").and(not(resideInAnyPackage(within(visible)))))
        .check(WEIR);
  }

  @Test
  void kafkaTypesStayInTheKafkaModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.weir.kafka..")
        .and(not(nameStartingWith("io.weir.record.Codec")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(WEIR);
  }

  /**
   * The record batch's compressed frames are a file format; those who write them are kafka-clients'
   * own classes.
   */
  @Test
  void theBatchCodecSeesKafkaOnlyForItsCompression() {
    noClasses()
        .that(nameStartingWith("io.weir.record.Codec"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.kafka..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.apache.kafka.common.compress..",
                            "org.apache.kafka.common.record.internal..",
                            "org.apache.kafka.common.utils.."))))
        .check(WEIR);
  }

  @Test
  void httpTypesStayInTheHttpModuleAndTheAdminPort() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.weir.http..", "io.weir.gateway.admin..", "io.weir.gateway.management..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx.core.http..", "io.vertx.ext.web..", "io.netty.handler.codec.http..")
        .check(WEIR);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.weir.(**)").should().beFreeOfCycles().check(WEIR);
  }

  private static String within(String module) {
    return "io.weir." + module + "..";
  }

  private static String[] within(List<String> modules) {
    return modules.stream().flatMap(module -> Stream.of(within(module))).toArray(String[]::new);
  }
}
