package io.weir.amqp091.codec;

import org.jspecify.annotations.Nullable;

/** Puts properties together; null leaves one out. */
public final class BasicPropertiesBuilder {
  private @Nullable ShortString contentType;
  private @Nullable ShortString contentEncoding;
  private @Nullable Table headers;
  private @Nullable Integer deliveryMode;
  private @Nullable Integer priority;
  private @Nullable ShortString correlationId;
  private @Nullable ShortString replyTo;
  private @Nullable ShortString expiration;
  private @Nullable ShortString messageId;
  private @Nullable Long timestamp;
  private @Nullable ShortString type;
  private @Nullable ShortString userId;
  private @Nullable ShortString appId;
  private @Nullable ShortString clusterId;

  BasicPropertiesBuilder() {}

  public BasicPropertiesBuilder contentType(@Nullable ShortString value) {
    contentType = value;
    return this;
  }

  public BasicPropertiesBuilder contentEncoding(@Nullable ShortString value) {
    contentEncoding = value;
    return this;
  }

  public BasicPropertiesBuilder headers(@Nullable Table value) {
    headers = value;
    return this;
  }

  public BasicPropertiesBuilder deliveryMode(@Nullable Integer value) {
    deliveryMode = value;
    return this;
  }

  public BasicPropertiesBuilder priority(@Nullable Integer value) {
    priority = value;
    return this;
  }

  public BasicPropertiesBuilder correlationId(@Nullable ShortString value) {
    correlationId = value;
    return this;
  }

  public BasicPropertiesBuilder replyTo(@Nullable ShortString value) {
    replyTo = value;
    return this;
  }

  public BasicPropertiesBuilder expiration(@Nullable ShortString value) {
    expiration = value;
    return this;
  }

  public BasicPropertiesBuilder messageId(@Nullable ShortString value) {
    messageId = value;
    return this;
  }

  public BasicPropertiesBuilder timestamp(@Nullable Long value) {
    timestamp = value;
    return this;
  }

  public BasicPropertiesBuilder type(@Nullable ShortString value) {
    type = value;
    return this;
  }

  public BasicPropertiesBuilder userId(@Nullable ShortString value) {
    userId = value;
    return this;
  }

  public BasicPropertiesBuilder appId(@Nullable ShortString value) {
    appId = value;
    return this;
  }

  public BasicPropertiesBuilder clusterId(@Nullable ShortString value) {
    clusterId = value;
    return this;
  }

  public BasicProperties build() {
    return new BasicProperties(
        contentType,
        contentEncoding,
        headers,
        deliveryMode,
        priority,
        correlationId,
        replyTo,
        expiration,
        messageId,
        timestamp,
        type,
        userId,
        appId,
        clusterId);
  }
}
