package io.weir.backend;

import io.vertx.core.Future;
import java.nio.file.Path;

/**
 * What an operator does with the data that a backend keeps on this machine: looks whether it is
 * sound, copies it, puts a copy in its place. Only a backend whose log lies in files of its own has
 * this; a cluster has tools that know better.
 *
 * <p>No backend needs to be open. Called off the event loops; every method may block for as long as
 * it takes to read all there is, in bounded memory, and answers on the calling thread. The futures
 * fail with a {@link BackendException} whose message tells the operator what to do.
 */
public interface Maintenance {

  /**
   * Reads everything and holds it against its checksums, and what is derived against what it is
   * derived from. Writes nothing unless it is asked to rebuild, so it works on read-only
   * directories.
   *
   * @param data where the log lies
   * @param rebuild whether to make again first, from the log, what is derived from it (indexes);
   *     each file is replaced whole or stays
   * @param report is told of each fault as it is found
   * @return what was found; faults are no failure. Fails with {@link BackendException.Unavailable}
   *     if there is no log, if a process has it open, or if it cannot be read or written; with
   *     {@link BackendException.Unsupported} if a newer Weir wrote it
   */
  Future<Verified> verify(Path data, boolean rebuild, Report report);

  /** Is told of what happens, on the calling thread. */
  interface Report {

    /** A sentence that names where a fault lies and what it hits. */
    void fault(String sentence);

    /** So many bytes of all are done; called often. */
    void progress(long done, long total);
  }

  /**
   * What was found.
   *
   * @param faults how many; each was reported
   * @param summary a sentence on what was read
   */
  record Verified(long faults, String summary) {}
}
