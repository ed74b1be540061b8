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
   * @param rebuild whether to make again first, from the log, what is derived from it (indexes,
   *     states); each file is replaced whole or stays
   * @param report is told of each fault as it is found
   * @return what was found; faults are no failure. Fails with {@link BackendException.Unavailable}
   *     if there is no log, if a process has it open, or if it cannot be read or written; with
   *     {@link BackendException.Unsupported} if a newer Weir wrote it
   */
  Future<Verified> verify(Path data, boolean rebuild, Report report);

  /**
   * Copies a log, also while a process has it open and writes. The copy holds everything that was
   * acknowledged before the call, and of what came later, in each partition, what is before some
   * offset; a backend opened on it recovers as from a crash at that moment.
   *
   * @param data where the log lies; nothing there is changed
   * @param target where the copy will lie; created, and there only once all of it is durable
   * @param report is told how far it is
   * @return a sentence on what was copied. Fails with {@link BackendException.Unavailable} if there
   *     is no log, the target has something in it, or a file cannot be read or written; with {@link
   *     BackendException.Full} if the target has no space. Nothing of an unfinished copy is left
   */
  Future<String> backup(Path data, Path target, Report report);

  /**
   * Puts a copy where a backend will be opened, and verifies what lies there then.
   *
   * @param backup what {@link #backup} made; not changed
   * @param data where the log is to be; new or empty. Until all is there, no backend can be opened
   *     on it
   * @param report is told how far it is, and of each fault
   * @return what {@link #verify} found; the data stays also where it found faults. Fails as {@link
   *     #backup} does
   */
  Future<Verified> restore(Path backup, Path data, Report report);

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
