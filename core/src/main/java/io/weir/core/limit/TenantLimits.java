package io.weir.core.limit;

import java.util.Map;

/**
 * How much one tenant may. Numbers of things are those at once; {@link Integer#MAX_VALUE}, or for
 * storage {@link Long#MAX_VALUE}, is any number.
 *
 * @param storageBytes of all its messages kept
 * @param messageBytes of one message, or of one batch as it came; topics may take less
 * @param sessions connected or not
 * @param retained retained messages
 * @param users what some of its users may, by their names; the others may all that the tenant may
 * @param eachConnection what each of its connections may
 */
public record TenantLimits(
    Rates publish,
    Rates consume,
    Rate requests,
    Rate connectionRate,
    int connections,
    int topics,
    long storageBytes,
    int messageBytes,
    int queues,
    int sessions,
    int retained,
    Map<String, UserLimits> users,
    ConnectionLimits eachConnection) {
  /** As much as the node may. */
  public static final TenantLimits UNLIMITED =
      new TenantLimits(
          Rates.UNLIMITED,
          Rates.UNLIMITED,
          Rate.UNLIMITED,
          Rate.UNLIMITED,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Map.of(),
          ConnectionLimits.UNLIMITED);

  public TenantLimits {
    users = Map.copyOf(users);
  }

  /** The most that there may be at once. */
  long most(Limit limit) {
    return switch (limit) {
      case CONNECTIONS -> connections;
      case QUEUES -> queues;
      case SESSIONS -> sessions;
      case RETAINED -> retained;
      case TOPICS -> topics;
      case STORAGE_BYTES -> storageBytes;
      case MESSAGE_BYTES -> messageBytes;
      case USER_CONNECTIONS,
          PUBLISHED_MESSAGES,
          PUBLISHED_BYTES,
          CONSUMED_MESSAGES,
          CONSUMED_BYTES,
          REQUESTS,
          CONNECTION_RATE,
          MEMORY,
          DISK ->
          Long.MAX_VALUE;
    };
  }
}
