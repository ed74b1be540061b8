package io.weir.tests.twins;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.weir.tests.programs.Project;
import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import io.weir.tests.servers.SharedWeir;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** The suites of tests that drive a protocol's clients. */
final class ClientSuites {
  private static final String TESTABLE = "org.junit.platform.commons.annotation.Testable";

  /** A suite takes its server from one of these. */
  private static final Set<String> SOURCES =
      Set.of(
          Server.class.getName(),
          "io.weir.tests.rabbitmq.OnEachAmqpServer",
          SharedWeir.class.getName(),
          OnEachServer.class.getName());

  private ClientSuites() {}

  /** All, in the order of their names. */
  static List<Class<?>> all() {
    return tests().filter(ClientSuites::isSuite).<Class<?>>map(JavaClass::reflect).toList();
  }

  /** Those whose programs are there. */
  static List<Class<?>> present() {
    List<String> leftOut = leftOut();
    return all().stream()
        .filter(
            suite ->
                Stream.of(suite.getAnnotationsByType(Tag.class))
                    .noneMatch(tag -> leftOut.contains(tag.value())))
        .toList();
  }

  /** The tags of tests that do not run here, as this JVM has been told. */
  static List<String> leftOut() {
    return Stream.of(System.getProperty("excludedGroups", "").split(","))
        .filter(tag -> !tag.isBlank())
        .toList();
  }

  /** Every class of this module that has tests of its own. */
  static Stream<JavaClass> tests() {
    JavaClasses all = new ClassFileImporter().importPath(Project.testClasses());
    return all.stream()
        .filter(
            type -> type.getMethods().stream().anyMatch(one -> one.isMetaAnnotatedWith(TESTABLE)))
        .sorted(Comparator.comparing(JavaClass::getName));
  }

  static boolean isSuite(JavaClass test) {
    return !test.reflect().equals(TwinsTest.class)
        && test.getDirectDependenciesFromSelf().stream()
            .anyMatch(dependency -> SOURCES.contains(dependency.getTargetClass().getName()));
  }
}
