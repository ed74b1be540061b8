package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Maintenance;
import io.weir.embedded.maintenance.Backup;
import io.weir.embedded.maintenance.Restore;
import io.weir.embedded.maintenance.Verification;
import io.weir.embedded.storage.DataDirectory;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What operators do with the files of a log. */
public final class EmbeddedMaintenance implements Maintenance {

  @Override
  public Future<Verified> verify(Path data, boolean rebuild, Report report) {
    return answer(
        data,
        () -> {
          requireLog(data);
          DataDirectory held = rebuild ? DataDirectory.hold(data) : DataDirectory.watch(data);
          try {
            return Verification.run(held, rebuild, report);
          } finally {
            held.release();
          }
        });
  }

  @Override
  public Future<String> backup(Path data, Path target, Report report) {
    return answer(
        target,
        () -> {
          requireLog(data);
          return new Backup(data, target, report).run();
        });
  }

  @Override
  public Future<Verified> restore(Path backup, Path data, Report report) {
    return answer(
        data,
        () -> {
          requireLog(backup);
          return new Restore(backup, data, report).run();
        });
  }

  private static void requireLog(Path data) throws IOException {
    boolean found =
        Files.isDirectory(data)
            && (Files.exists(data.resolve("format"))
                || !new FileStorage(data).segments().isEmpty());
    if (!found) {
      throw new Unavailable("there is no log in " + data);
    }
  }

  /**
   * Does something.
   *
   * @param written where it writes
   */
  private static <T> Future<T> answer(Path written, Work<T> work) {
    try {
      return Future.succeededFuture(work.run());
    } catch (BackendException e) {
      return Future.failedFuture(e);
    } catch (AccessDeniedException e) {
      return Future.failedFuture(
          new Unavailable("this user may not read or write " + e.getMessage(), e));
    } catch (IOException e) {
      IOException known = FileStorage.noSpace(e);
      return Future.failedFuture(
          known instanceof Storage.NoSpaceException
              ? new Full("there is not enough space for " + written + ": " + e.getMessage())
              : new Unavailable("a file cannot be read or written: " + e, e));
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }
}
