package io.weir.core.limit;

import java.util.Locale;

/** What is limited. */
public enum Limit {
  /** Messages published, a second. */
  PUBLISHED_MESSAGES("messages published"),
  /** Bytes published, a second: of messages, or of batches as they came. */
  PUBLISHED_BYTES("bytes published"),
  /** Messages consumed, a second. */
  CONSUMED_MESSAGES("messages consumed"),
  /** Bytes consumed, a second. */
  CONSUMED_BYTES("bytes consumed"),
  /** Requests, a second, whatever they ask for. */
  REQUESTS("requests"),
  /** New connections, a second. */
  CONNECTION_RATE("new connections"),
  /** Connections at once. */
  CONNECTIONS("connections"),
  /** Connections of one user at once. */
  USER_CONNECTIONS("connections"),
  /** Queues at once. */
  QUEUES("queues"),
  /** Sessions at once, connected or not. */
  SESSIONS("sessions"),
  /** Retained messages at once. */
  RETAINED("retained messages"),
  /** Topics at once. */
  TOPICS("topics"),
  /** Bytes of all messages kept. */
  STORAGE_BYTES("bytes stored"),
  /** Bytes of one message, or of one batch as it came. */
  MESSAGE_BYTES("bytes of a message"),
  /** Memory of the node; see {@link Alarms}. */
  MEMORY("memory"),
  /** Room on the node's disk; see {@link Alarms}. */
  DISK("disk space");

  /** How many there are of those that flow, which come first. */
  static final int RATES = CONNECTION_RATE.ordinal() + 1;

  private final String words;

  Limit(String words) {
    this.words = words;
  }

  /** What there is too much of: "bytes published". */
  public String words() {
    return words;
  }

  /** As metrics name it: {@code published_bytes}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isRate() {
    return ordinal() < RATES;
  }
}
