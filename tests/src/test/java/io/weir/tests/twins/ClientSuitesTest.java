package io.weir.tests.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No suite of clients stays away from what is asked of all. */
class ClientSuitesTest {
  private static final String TESTS = "io.weir.tests.";

  /** What the packages that are not of clients are about; all others are a protocol's clients. */
  private static final Set<String> NOT_OF_CLIENTS =
      Set.of(
          "admin",
          "crash",
          "differential",
          "docs",
          "faults",
          "house",
          "launcher",
          "operations",
          "programs",
          "servers",
          "soak",
          "tenants",
          "topics",
          "twins");

  /** Stops its gateway, which the other tenant would not bear. */
  private static final Set<String> ALONE = Set.of(TESTS + "kafka.RestartTest");

  @Test
  void everyTestOfAProtocolsClientsIsASuiteThatRunsForTwoTenants() {
    assertThat(ClientSuites.tests().filter(ClientSuitesTest::isOfClients))
        .filteredOn(test -> !ALONE.contains(test.getName()))
        .isNotEmpty()
        .allSatisfy(test -> assertThat(ClientSuites.isSuite(test)).as(test.getName()).isTrue());
  }

  @Test
  void whatIsNamedHereIsThere() {
    assertThat(ClientSuites.tests().map(ClientSuitesTest::about)).containsAll(NOT_OF_CLIENTS);
    assertThat(ClientSuites.tests().map(JavaClass::getName)).containsAll(ALONE);
  }

  private static boolean isOfClients(JavaClass test) {
    return !NOT_OF_CLIENTS.contains(about(test));
  }

  private static String about(JavaClass test) {
    return test.getPackageName().substring(TESTS.length()).split("\\.")[0];
  }
}
