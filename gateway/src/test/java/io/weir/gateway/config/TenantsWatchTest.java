package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Measure;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.event.Event;
import io.weir.core.event.Event.TenantsReloaded;
import io.weir.core.event.Events;
import io.weir.core.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsWatchTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Tenant A = new Tenant("a");
  private static final Tenant B = new Tenant("b");

  @TempDir private Path directory;

  private final List<Map<Tenant, TenantDefinition>> handedOn = new ArrayList<>();
  private final List<Event> told = new ArrayList<>();
  private Instant now = LONG_AGO.plus(Duration.ofDays(1));
  private boolean refusing;
  private TenantsWatch watch;

  @BeforeEach
  void watch() throws IOException {
    write("a.yaml", "tenant: a", LONG_AGO);
    TenantsReader reader = TenantExamples.reader(WeirConfig.standard().withTenants(directory));
    Events events = new Events();
    events.listen(told::add);
    watch =
        new TenantsWatch(
            reader,
            reader.read(),
            definitions -> {
              if (refusing) {
                throw new IllegalStateException("cannot");
              }
              handedOn.add(definitions);
            },
            events,
            () -> now);
    lookTwice();
  }

  private void write(String name, String text, Instant modified) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  /** What changes is taken when it has stayed from one look to the next. */
  private void lookTwice() {
    watch.look();
    watch.look();
  }

  private double measured(String name) {
    return watch.measures().stream()
        .filter(measure -> measure.name().equals(name))
        .mapToDouble(Measure::value)
        .sum();
  }

  @Test
  void whatHasNotChangedIsNotHandedOn() {
    lookTwice();
    assertThat(handedOn).isEmpty();
    assertThat(measured("tenants")).isEqualTo(1);
  }

  @Test
  void whatHasChangedIsHandedOnWhole() throws IOException {
    write("b.yaml", "tenant: b", LONG_AGO);
    lookTwice();
    assertThat(handedOn).hasSize(1);
    assertThat(handedOn.getFirst()).containsOnlyKeys(A, B);
    assertThat(measured("tenants")).isEqualTo(2);
    assertThat(measured("tenant_changes")).isEqualTo(1);
  }

  @Test
  void aFileThatGoesTakesItsTenantAlong() throws IOException {
    Files.delete(directory.resolve("a.yaml"));
    lookTwice();
    assertThat(handedOn).containsExactly(Map.of());
  }

  @Test
  void whatIsStillBeingWrittenIsLeftAlone() throws IOException {
    write("a.yaml", "tenant: a\naccess: [{ allow: [publish], user: \"*\", topic: t }]", LONG_AGO);
    assertThat(watch.look()).isEqualTo(TenantsWatch.SHORT_PAUSE);
    String more = "\n  # and more\n";
    write(
        "a.yaml",
        "tenant: a\naccess:\n  - { allow: [publish], user: \"*\", topic: t }" + more,
        LONG_AGO);
    assertThat(watch.look()).isEqualTo(TenantsWatch.SHORT_PAUSE);
    assertThat(handedOn).isEmpty();
    assertThat(watch.look()).isEqualTo(TenantsWatch.PAUSE);
    assertThat(handedOn).hasSize(1);
  }

  @Test
  void aChangeThatLeavesTimeAndSizeAloneIsSeenAmongTheLastMoments() throws IOException {
    write("a.yaml", "tenant: a\nnames: shared  ", now);
    lookTwice();
    write("a.yaml", "tenant: a\nnames: separate", now);
    watch.look();
    assertThat(handedOn).hasSize(1);
  }

  @Test
  void textThatSaysTheSameIsNotHandedOn() throws IOException {
    write("a.yaml", "tenant: a # the same\n", LONG_AGO);
    lookTwice();
    assertThat(handedOn).isEmpty();
    assertThat(measured("tenant_changes")).isZero();
  }

  @Test
  void aFaultInOneFileLeavesAllThatRuns() throws IOException {
    write("a.yaml", "tenant: a\nnames: separate", LONG_AGO);
    write("b.yaml", "tenant: B", LONG_AGO);
    lookTwice();
    assertThat(handedOn).isEmpty();
    assertThat(measured("tenant_changes_refused")).isEqualTo(1);
    assertThat(measured("tenant_files_faulty")).isEqualTo(1);
  }

  @Test
  void aFaultIsToldOnce() throws IOException {
    write("b.yaml", "tenant: B", now);
    lookTwice();
    lookTwice();
    assertThat(measured("tenant_changes_refused")).isEqualTo(1);
  }

  @Test
  void whenTheFaultIsGoneAllIsTaken() throws IOException {
    write("b.yaml", "tenant: B", LONG_AGO);
    lookTwice();
    write("b.yaml", "tenant: b", LONG_AGO.plusSeconds(1));
    lookTwice();
    assertThat(handedOn).hasSize(1);
    assertThat(measured("tenant_files_faulty")).isZero();
  }

  @Test
  void aFaultThatIsTakenBackLeavesNothingToDo() throws IOException {
    write("a.yaml", "tenant: A", LONG_AGO);
    lookTwice();
    write("a.yaml", "tenant: a", LONG_AGO.plusSeconds(1));
    lookTwice();
    assertThat(handedOn).isEmpty();
    assertThat(measured("tenant_files_faulty")).isZero();
  }

  @Test
  void whatCannotBePutIntoEffectLeavesWhatRuns() throws IOException {
    refusing = true;
    write("b.yaml", "tenant: b", LONG_AGO);
    lookTwice();
    assertThat(measured("tenants")).isEqualTo(1);
    assertThat(measured("tenant_files_faulty")).isEqualTo(1);
  }

  @Test
  void eachChangeIsToldTakenOrNot() throws IOException {
    write("b.yaml", "tenant: b", LONG_AGO);
    lookTwice();
    write("a.yaml", "tenant: a\nnames: separate", LONG_AGO);
    Files.delete(directory.resolve("b.yaml"));
    lookTwice();
    write("a.yaml", "tenant: A", LONG_AGO);
    lookTwice();
    refusing = true;
    write("a.yaml", "tenant: a", LONG_AGO.plusSeconds(1));
    lookTwice();
    assertThat(told)
        .containsExactly(
            new TenantsReloaded(true, set(B), set(), set()),
            new TenantsReloaded(true, set(), set(A), set(B)),
            TenantsReloaded.refused(),
            TenantsReloaded.refused());
  }

  private static NavigableSet<Tenant> set(Tenant... tenants) {
    return new TreeSet<>(List.of(tenants));
  }

  @Test
  void theLogIsToldWhoCameWhatChangedAndWhoWent() {
    Map<Tenant, TenantDefinition> before = TenantExamples.read("a", "tenant: a", "b", "tenant: b");
    Map<Tenant, TenantDefinition> after =
        TenantExamples.read(
            "b", "tenant: b\nnames: separate\nlimits: { topics: 1 }", "c", "tenant: c");
    assertThat(TenantChanges.lines(before, after))
        .containsExactly("Tenant 'a' went", "Tenant 'b' changed: limits, names", "Tenant 'c' came");
  }
}
