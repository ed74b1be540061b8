package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Durability;
import io.weir.backend.Maintenance;
import io.weir.backend.Maintenance.Verified;
import io.weir.embedded.TestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What operators do with a log that was stopped in order, or crashed. */
final class MaintenanceSteps {
  private final LogSimulation simulation;
  private final Maintenance maintenance;

  MaintenanceSteps(LogSimulation simulation, Maintenance maintenance) {
    this.simulation = simulation;
    this.maintenance = maintenance;
  }

  /** It is sound, and so is a copy of it, which holds the same. */
  void run() throws IOException {
    simulation.note("verify, backup and restore");
    Path data =
        simulation.log.directory.resolveSibling(simulation.log.directory.getFileName() + "-data");
    Path backup = data.resolveSibling(data.getFileName() + "-backup");
    Path copy = data.resolveSibling(data.getFileName() + "-copy");
    Files.createDirectory(data);
    try (Stream<Path> files = Files.list(simulation.log.directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, data.resolve(file.getFileName()));
      }
    }
    simulation.disk.writeTo(data);
    assertSound(data, false);
    TestLog.get(maintenance.backup(data, backup, new Told()));
    Told told = new Told();
    assertThat(TestLog.get(maintenance.restore(backup, copy, told)).faults())
        .as("faults of a restored copy: %s", told.sentences)
        .isEqualTo(told.sentences.size());
    assertSound(copy, true);
    assertSame(copy);
    for (Path each : List.of(data, backup, copy)) {
      delete(each);
    }
  }

  private void assertSound(Path data, boolean rebuild) {
    Told told = new Told();
    Verified verified = TestLog.get(maintenance.verify(data, rebuild, told));
    assertThat(verified.faults()).isEqualTo(told.sentences.size());
    if (!simulation.isDamaged()) {
      // Nobody syncs an index: the power may have taken a part of it, until it is made again.
      assertThat(told.sentences)
          .as("faults found by verify")
          .allMatch(each -> each.contains(".index") && simulation.hasLostPower() && !rebuild);
    }
  }

  private void assertSame(Path data) throws IOException {
    TestLog copy = new TestLog(data, simulation.log.settings);
    copy.clock = simulation.log.clock;
    copy.boot = simulation.log.boot;
    copy.open();
    try {
      for (ModelPartition partition : simulation.model.partitions()) {
        if (partition.durability != Durability.MEMORY) {
          partition.assertSame(ObservedPartition.of(copy.backend, partition.id));
        }
      }
    } finally {
      copy.close();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static final class Told implements Maintenance.Report {
    final List<String> sentences = new ArrayList<>();

    @Override
    public void fault(String sentence) {
      sentences.add(sentence);
    }

    @Override
    public void progress(long done, long total) {
      assertThat(done).isLessThanOrEqualTo(total);
    }
  }
}
