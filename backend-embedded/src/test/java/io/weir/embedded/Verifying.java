package io.weir.embedded;

import io.weir.backend.Maintenance;
import io.weir.backend.Maintenance.Verified;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What verifying a directory tells. */
public final class Verifying implements Maintenance.Report {
  public final List<String> faults = new ArrayList<>();
  public final List<Long> progress = new ArrayList<>();
  public String summary = "";

  public static Verifying of(Path directory) {
    return of(directory, false);
  }

  public static Verifying rebuilding(Path directory) {
    return of(directory, true);
  }

  private static Verifying of(Path directory, boolean rebuild) {
    Verifying told = new Verifying();
    Verified verified =
        TestLog.getOrThrow(new EmbeddedMaintenance().verify(directory, rebuild, told));
    if (verified.faults() != told.faults.size()) {
      throw new AssertionError(verified + " after " + told.faults);
    }
    told.summary = verified.summary();
    return told;
  }

  @Override
  public void fault(String sentence) {
    faults.add(sentence);
  }

  @Override
  public void progress(long done, long total) {
    progress.add(done);
  }
}
