package io.weir.gateway.admin;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.weir.core.unit.TimeSpan;
import io.weir.gateway.admin.AdminPages.Page;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.FirstBytes;
import io.weir.protocol.SharedPort;
import io.weir.protocol.WireProtocol;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection to the admin port: one request and its answer, each of which has its time. Whoever
 * sends none, half of one, a byte a second or something else, or does not read, is ended, with the
 * reason in the log. All of it runs on the connection's event loop.
 */
final class AdminConnection {
  private static final AtomicLong IDS = new AtomicLong();

  private final SharedPort port;
  private final HttpConnection connection;
  private final FirstBytes first;
  private final String id;
  private long timer;
  private boolean asked;

  AdminConnection(SharedPort port, HttpConnection connection) {
    this.port = port;
    this.connection = connection;
    this.first = FirstBytes.of((ConnectionBase) connection);
    this.id = port.protocol() + "-" + IDS.incrementAndGet();
    this.timer = endAfter(bounds().frameTime(), "no whole request came within ");
  }

  void request(HttpServerRequest request, AdminPages pages) {
    if (begin()) {
      answer(request, pages.answer(request));
    }
  }

  /** What came is not HTTP. */
  void invalid(HttpServerRequest request) {
    String reason = "this is not an HTTP/1.1 request";
    log(reason);
    if (begin()) {
      answer(request, Page.text(400, reason + "\n"));
    }
  }

  void closed() {
    port.vertx().cancelTimer(timer);
  }

  /** Whether this is the first request; there is no second. */
  private boolean begin() {
    boolean isFirst = !asked;
    if (isFirst) {
      asked = true;
      port.vertx().cancelTimer(timer);
      timer = endAfter(bounds().writeTime(), "its client has not taken its answer within ");
    }
    return isFirst;
  }

  private void answer(HttpServerRequest request, Page page) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(page.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, page.type())
            .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    if (page.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
    }
    response.end(page.body()).onComplete(sent -> connection.close());
  }

  private long endAfter(Duration time, String reason) {
    return port.vertx()
        .setTimer(
            time.toMillis(),
            over -> {
              log(reason + TimeSpan.format(time));
              ((ConnectionBase) connection).channel().close();
            });
  }

  private void log(String reason) {
    port.log()
        .client(
            "{} from {} ended: {}{}",
            id,
            connection.remoteAddress(),
            reason,
            first.hint(WireProtocol.HTTP));
  }

  private ConnectionBounds bounds() {
    return port.listener().bounds();
  }
}
