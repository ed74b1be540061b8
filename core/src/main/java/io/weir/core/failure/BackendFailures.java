package io.weir.core.failure;

import io.weir.backend.BackendException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where what a log says becomes what a client is told. Sentences that could name
 * files or other people's topics go to the operator's log and are replaced.
 */
public final class BackendFailures {
  private static final Logger LOG = LoggerFactory.getLogger(BackendFailures.class);

  private BackendFailures() {}

  /**
   * The failure to answer with.
   *
   * @param what the thing concerned, as its client names it: "topic 'orders'"
   */
  public static Failure of(Throwable cause, String what) {
    return switch (cause) {
      case Failure failure -> failure;
      case BackendException failure -> of(failure, what);
      default -> {
        LOG.error("Unexpected failure on {}", what, cause);
        yield new Failure.Unavailable("something unexpected went wrong on " + what + "; try again");
      }
    };
  }

  private static Failure of(BackendException cause, String what) {
    String reason = String.valueOf(cause.getMessage());
    return switch (cause) {
      case BackendException.UnknownTopic e -> new Failure.UnknownTopic(what + " does not exist");
      case BackendException.TopicExists e -> new Failure.TopicExists(what + " exists already");
      case BackendException.OffsetOutOfRange e ->
          new Failure.OffsetOutOfRange(
              what
                  + " holds offsets from "
                  + e.offsets().logStart()
                  + " to before "
                  + e.offsets().highWatermark(),
              e.offsets().logStart(),
              e.offsets().highWatermark());
      case BackendException.InvalidBatch e -> invalid(e.reason(), reason);
      case BackendException.OutOfOrderSequence e -> new Failure.OutOfOrderSequence(reason);
      case BackendException.Fenced e -> new Failure.Fenced(reason);
      case BackendException.InvalidTransaction e -> new Failure.InvalidTransaction(reason);
      case BackendException.Throttled e ->
          new Failure.Throttled("too much is on its way to the log; try again");
      case BackendException.Unavailable e -> {
        LOG.warn("The log cannot serve {} now: {}", what, reason, e.getCause());
        yield new Failure.Unavailable("the log cannot serve " + what + " now; try again");
      }
      case BackendException.Full e -> {
        LOG.error("The log has no space left for {}: {}", what, reason);
        yield new Failure.StorageFull("no space is left for new messages");
      }
      case BackendException.Corrupt e -> {
        LOG.error("Damaged data in {}: {}", what, reason);
        yield new Failure.CorruptData(
            what + " is damaged before offset " + e.nextReadable() + "; what follows can be read",
            e.nextReadable());
      }
      case BackendException.Unsupported e -> new Failure.Unsupported(reason);
    };
  }

  private static Failure invalid(BackendException.InvalidBatch.Reason reason, String message) {
    return switch (reason) {
      case CORRUPT -> new Failure.CorruptBatch(message);
      case INVALID -> new Failure.InvalidBatch(message);
      case TOO_LARGE -> new Failure.TooLarge(message);
    };
  }
}
