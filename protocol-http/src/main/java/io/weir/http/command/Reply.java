package io.weir.http.command;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.weir.http.mapping.Problem;
import io.weir.http.mapping.Properties.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * What is answered.
 *
 * @param headers in order
 * @param body may be empty
 */
public record Reply(int status, List<Line> headers, Buffer body) {
  private static final String CONTENT_TYPE = "Content-Type";

  public Reply {
    headers = List.copyOf(headers);
  }

  static Reply empty(int status) {
    return new Reply(status, List.of(), Buffer.buffer());
  }

  /** A document, with a line's end for people who look at it in a shell. */
  static Reply json(int status, JsonObject document) {
    return json(status, document.toBuffer().appendByte((byte) '\n'));
  }

  static Reply json(int status, Buffer document) {
    return new Reply(status, List.of(new Line(CONTENT_TYPE, "application/json")), document);
  }

  static Reply text(String text) {
    return new Reply(
        200, List.of(new Line(CONTENT_TYPE, "text/plain; charset=utf-8")), Buffer.buffer(text));
  }

  /** The reply to what was not done. */
  public static Reply of(Problem problem) {
    List<Line> headers = new ArrayList<>();
    headers.add(new Line(CONTENT_TYPE, "application/problem+json"));
    problem.headers().forEach((name, value) -> headers.add(new Line(name, value)));
    return new Reply(problem.status(), headers, problem.body().toBuffer().appendByte((byte) '\n'));
  }

  Reply with(String name, String value) {
    List<Line> more = new ArrayList<>(headers);
    more.add(new Line(name, value));
    return new Reply(status, more, body);
  }
}
