package io.weir.kafka.mapping;

import io.weir.core.failure.Failure;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures as Kafka's error codes. {@link #of} is the one switch over all of them; producing and
 * fetching differ from it where clients expect another code for the same thing.
 */
public final class ErrorCodes {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorCodes.class);

  private ErrorCodes() {}

  /** The code for a failure wherever nothing else is said. */
  public static Errors of(Throwable cause) {
    if (!(cause instanceof Failure failure)) {
      LOG.error("A request met a defect", cause);
      return Errors.UNKNOWN_SERVER_ERROR;
    }
    return switch (failure) {
      case Failure.UnknownTopic f -> Errors.UNKNOWN_TOPIC_OR_PARTITION;
      case Failure.TopicExists f -> Errors.TOPIC_ALREADY_EXISTS;
      case Failure.InvalidRequest f -> invalid(f.subject());
      case Failure.Denied f -> Errors.TOPIC_AUTHORIZATION_FAILED;
      case Failure.Throttled f -> Errors.THROTTLING_QUOTA_EXCEEDED;
      case Failure.LimitReached f -> Errors.POLICY_VIOLATION;
      case Failure.TooLarge f -> Errors.MESSAGE_TOO_LARGE;
      case Failure.CorruptBatch f -> Errors.CORRUPT_MESSAGE;
      case Failure.InvalidBatch f -> Errors.INVALID_RECORD;
      case Failure.OffsetOutOfRange f -> Errors.OFFSET_OUT_OF_RANGE;
      case Failure.OutOfOrderSequence f -> Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
      case Failure.Fenced f -> Errors.INVALID_PRODUCER_EPOCH;
      case Failure.InvalidTransaction f -> Errors.INVALID_TXN_STATE;
      case Failure.CorruptData f -> Errors.KAFKA_STORAGE_ERROR;
      case Failure.StorageFull f -> Errors.KAFKA_STORAGE_ERROR;
      case Failure.Unavailable f -> Errors.REQUEST_TIMED_OUT;
      case Failure.Unsupported f -> Errors.INVALID_CONFIG;
    };
  }

  /**
   * The code for a batch that was not appended. Being over a limit is answered with a code that
   * every producer retries; older ones take the one for quotas as final.
   */
  public static Errors ofProduce(Throwable cause) {
    return switch (cause) {
      case Failure.Throttled f -> Errors.NOT_ENOUGH_REPLICAS;
      case Failure.Unsupported f -> Errors.UNSUPPORTED_FOR_MESSAGE_FORMAT;
      default -> of(cause);
    };
  }

  /**
   * The code for a producer that was given no id. Older Java producers end at any code but a few of
   * coordinators, so what passes is said in one of those, as Apache Kafka does when it waits for
   * ids.
   */
  public static Errors ofProducerId(Throwable cause) {
    return switch (cause) {
      case Failure.Throttled f -> Errors.COORDINATOR_LOAD_IN_PROGRESS;
      case Failure.StorageFull f -> Errors.COORDINATOR_LOAD_IN_PROGRESS;
      case Failure.Unavailable f -> Errors.COORDINATOR_LOAD_IN_PROGRESS;
      default -> of(cause);
    };
  }

  /**
   * The code for a partition that could not be read. Consumers go on after those of a short list
   * only and end with any other, so what passes by itself is one of that list; damaged data stops
   * them, and says so.
   */
  public static Errors ofRead(Throwable cause) {
    return switch (cause) {
      case Failure.CorruptData f -> Errors.CORRUPT_MESSAGE;
      case Failure.Unavailable f -> Errors.NOT_LEADER_OR_FOLLOWER;
      case Failure.Throttled f -> Errors.NOT_LEADER_OR_FOLLOWER;
      default -> of(cause);
    };
  }

  /**
   * What to say to a client by the leader epoch that it believes in.
   *
   * @param believed -1 where the client says none
   */
  public static Errors ofLeaderEpoch(int believed, int current) {
    if (believed < 0 || believed == current) {
      return Errors.NONE;
    }
    return believed < current ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
  }

  private static Errors invalid(Failure.InvalidRequest.Subject subject) {
    return switch (subject) {
      case TOPIC_NAME -> Errors.INVALID_TOPIC_EXCEPTION;
      case PARTITIONS -> Errors.INVALID_PARTITIONS;
      case CONFIG -> Errors.INVALID_CONFIG;
      case OTHER -> Errors.INVALID_REQUEST;
    };
  }

  /**
   * The sentence for a client: the failure's own, or Kafka's for the code where there is none to
   * show.
   */
  public static String message(Throwable cause, Errors error) {
    return cause instanceof Failure && cause.getMessage() != null
        ? cause.getMessage()
        : error.message();
  }
}
