package io.weir.http.mapping;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.weir.core.failure.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not done, as HTTP says it (RFC 9457).
 *
 * @param status the status code
 * @param kind what programs tell problems apart by: the last part of {@code type}
 * @param detail a sentence for a person
 * @param members what else is worth knowing, in the body
 * @param headers of the response
 */
public record Problem(
    int status,
    String kind,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers) {
  private static final long RETRY_MILLIS = 1000;
  private static final int INSUFFICIENT_STORAGE = 507;

  public Problem {
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  public Problem(int status, String kind, String detail) {
    this(status, kind, detail, Map.of(), Map.of());
  }

  /** The one place where failures become status codes. */
  public static Problem of(Failure failure) {
    String detail = String.valueOf(failure.getMessage());
    return switch (failure) {
      case Failure.UnknownTopic e -> new Problem(404, "unknown-topic", detail);
      case Failure.TopicExists e -> new Problem(409, "topic-exists", detail);
      case Failure.InvalidRequest e -> new Problem(400, "invalid-request", detail);
      case Failure.Denied e -> new Problem(403, "denied", detail);
      case Failure.Throttled e -> later(429, "throttled", detail, e.retryAfterMillis());
      case Failure.LimitReached e -> new Problem(403, "limit-reached", detail);
      case Failure.TooLarge e -> new Problem(413, "too-large", detail);
      case Failure.CorruptBatch e -> new Problem(400, "corrupt-batch", detail);
      case Failure.InvalidBatch e -> new Problem(400, "invalid-message", detail);
      case Failure.OffsetOutOfRange e ->
          new Problem(
              416,
              "offset-out-of-range",
              detail,
              Map.of("beginningOffset", e.logStart(), "endOffset", e.end()),
              Map.of());
      case Failure.OutOfOrderSequence e -> new Problem(409, "out-of-order", detail);
      case Failure.Fenced e -> new Problem(409, "fenced", detail);
      case Failure.InvalidTransaction e -> new Problem(409, "invalid-transaction", detail);
      case Failure.CorruptData e ->
          new Problem(
              500, "corrupt-data", detail, Map.of("nextReadable", e.nextReadable()), Map.of());
      case Failure.StorageFull e -> new Problem(INSUFFICIENT_STORAGE, "storage-full", detail);
      case Failure.Unavailable e -> later(503, "unavailable", detail, RETRY_MILLIS);
      case Failure.Unsupported e -> new Problem(501, "unsupported", detail);
    };
  }

  private static Problem later(int status, String kind, String detail, long millis) {
    long seconds = Math.max(1, Math.ceilDiv(millis, 1000));
    return new Problem(
        status, kind, detail, Map.of(), Map.of("Retry-After", Long.toString(seconds)));
  }

  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, kind, detail, members, more);
  }

  /** The body, as {@code application/problem+json}. */
  public JsonObject body() {
    JsonObject body =
        new JsonObject()
            .put("type", "urn:weir:" + kind)
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("detail", detail);
    members.forEach(body::put);
    return body;
  }
}
