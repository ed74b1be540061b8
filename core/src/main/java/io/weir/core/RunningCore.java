package io.weir.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.core.failure.BackendFailures;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.queue.RunningQueues;

/** A core with its end. Protocols get the {@link Core} in it, which they cannot end. */
public final class RunningCore {
  private final Core core;
  private final byte[] secret;
  private final MetadataJournal metadata;
  private final RunningQueues queues;
  private final Runnable stopTimers;

  RunningCore(
      Core core,
      byte[] secret,
      MetadataJournal metadata,
      RunningQueues queues,
      Runnable stopTimers) {
    this.core = core;
    this.secret = secret;
    this.metadata = metadata;
    this.queues = queues;
    this.stopTimers = stopTimers;
  }

  /**
   * Starts a core on a backend: claims the metadata, so that a gateway that has it can change no
   * topics any more, reads it, and joins it with the topics that exist.
   *
   * @return fails with {@link io.weir.core.failure.Failure}; the backend stays open then
   */
  public static Future<RunningCore> start(Vertx vertx, Backend backend, CoreOptions options) {
    return backend
        .topics()
        .list()
        .compose(existing -> new CoreStart(vertx, backend, options, existing).run())
        .recover(cause -> Future.failedFuture(BackendFailures.of(cause, "the log")));
  }

  /** What protocols use. */
  public Core core() {
    return core;
  }

  /**
   * Random bytes, 32 of them, made when the data was first opened and kept in it: what must look
   * the same after a restart, and be guessed by nobody, is derived from them. No client is told.
   */
  public byte[] secret() {
    return secret.clone();
  }

  /**
   * Ends it in order: nothing more is taken, what was taken becomes durable, claims are released.
   * The backend stays open. Idempotent.
   */
  public Future<Void> close() {
    stopTimers.run();
    return core.publisher()
        .close()
        .transform(done -> queues.close())
        .transform(done -> metadata.close())
        .transform(done -> core.state().close());
  }
}
