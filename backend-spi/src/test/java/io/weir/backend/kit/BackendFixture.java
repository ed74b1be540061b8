package io.weir.backend.kit;

import io.vertx.core.Vertx;
import io.weir.backend.Backend;

/**
 * The storage of a backend under test. It is empty at first and outlives the backends that are
 * opened on it, one at a time. Called by one thread, which is no event loop and may block.
 */
public interface BackendFixture extends AutoCloseable {

  /** Opens a backend on this storage, with whatever an earlier one left there. */
  Backend open(Vertx vertx) throws Exception;

  /**
   * Ends the open backend as abruptly as a test can: what it has not written by now is never
   * written, what it promised stays undone. Afterwards another one can be opened.
   */
  void kill(Backend backend) throws Exception;

  /**
   * Has the backend do now what it does with old records in the background by and by: retention,
   * and compaction if it has that, also of the records written last.
   */
  void cleanUp(Backend backend) throws Exception;

  /** Removes the storage; every backend on it is closed or killed by then. */
  @Override
  void close() throws Exception;
}
