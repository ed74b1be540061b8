package io.weir.core.publish;

/**
 * The names of standard properties: headers of a record, with UTF-8 text as their value. A protocol
 * that has a field of its own for one maps it there and back; to one that has none, and to Kafka
 * clients, it is a header like any other. {@code docs/mapping.md} has the table.
 */
public final class PropertyNames {
  /** Media type of the body. */
  public static final String CONTENT_TYPE = "content-type";

  /** How the body is encoded on top of that, as in HTTP: {@code gzip}. */
  public static final String CONTENT_ENCODING = "content-encoding";

  /** Names the message; unique as far as its publisher makes it so. */
  public static final String MESSAGE_ID = "message-id";

  /** Ties an answer to its question. */
  public static final String CORRELATION_ID = "correlation-id";

  /** The address where answers go. */
  public static final String REPLY_TO = "reply-to";

  /** The user who is said to have published; not proof of anything. */
  public static final String USER_ID = "user-id";

  /** The application that published. */
  public static final String APP_ID = "app-id";

  /** The group that the message belongs to, to be consumed in order. */
  public static final String GROUP_ID = "group-id";

  /** The message's number in its group. */
  public static final String GROUP_SEQUENCE = "group-sequence";

  /** What kind of message it is, to its application. */
  public static final String TYPE = "type";

  /** What it is about. */
  public static final String SUBJECT = "subject";

  /** When it was made, by its publisher's clock: milliseconds since 1970. */
  public static final String CREATION_TIME = "creation-time";

  /** When it is no longer worth delivering: milliseconds since 1970. */
  public static final String ABSOLUTE_EXPIRY_TIME = "absolute-expiry-time";

  /** When it is to be delivered, not before: milliseconds since 1970. */
  public static final String DELIVER_AT = "deliver-at";

  /** From 0 to 255; the greater the sooner. */
  public static final String PRIORITY = "priority";

  /** The quality of service with which it came in by MQTT: 0, 1 or 2. */
  public static final String QOS = "qos";

  /** Whether it came in by MQTT to be retained: {@code true}. */
  public static final String RETAIN = "retain";

  /** W3C trace context. */
  public static final String TRACEPARENT = "traceparent";

  /** W3C trace context: what vendors add. */
  public static final String TRACESTATE = "tracestate";

  /** W3C baggage. */
  public static final String BAGGAGE = "baggage";

  /**
   * What headers begin with whose meaning is Weir's. They are data, never authority: any Kafka
   * client can write them.
   */
  public static final String RESERVED_PREFIX = "weir-";

  private PropertyNames() {}
}
