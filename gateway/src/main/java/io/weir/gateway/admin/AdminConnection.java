package io.weir.gateway.admin;

import io.netty.handler.codec.DateFormatter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.weir.core.unit.TimeSpan;
import io.weir.protocol.FirstBytes;
import io.weir.protocol.SharedPort;
import io.weir.protocol.WireProtocol;
import java.time.Duration;
import java.util.Date;

/**
 * A connection to the admin port: one request and its answer, which have the time of a frame.
 * Whoever sends none, half of one, a byte a second or something else, or does not read, is ended,
 * with the reason in the log. All of it runs on the connection's event loop.
 */
final class AdminConnection {
  private final SharedPort port;
  private final HttpConnection connection;
  private final FirstBytes first;
  private final String id;
  private final long timer;
  private Object client;
  private boolean asked;

  AdminConnection(SharedPort port, HttpConnection connection) {
    this.port = port;
    this.connection = connection;
    this.client = connection.remoteAddress();
    this.first = FirstBytes.of((ConnectionBase) connection);
    this.id = port.newConnectionId();
    Duration time = port.listener().bounds().frameTime();
    this.timer = port.vertx().setTimer(time.toMillis(), over -> late(time));
  }

  /** Leads it through the listener's entrance. */
  void receive() {
    port.receive(((ConnectionBase) connection).channel(), id, placed -> client = placed.ingress());
  }

  void request(HttpServerRequest request, AdminPages pages) {
    if (asked) {
      return; // There is no second.
    }
    asked = true;
    pages
        .answer(request)
        .onSuccess(page -> send(request, page))
        .onFailure(
            defect -> {
              port.log().defect("{} from {} ended by a defect in {}", id, client, "admin", defect);
              connection.close();
            });
  }

  /** What came is not HTTP. */
  void invalid(HttpServerRequest request) {
    String reason = "this is not an HTTP/1.1 request";
    log(reason);
    if (!asked) {
      asked = true;
      send(request, Page.text(400, reason + "\n"));
    }
  }

  void closed() {
    port.vertx().cancelTimer(timer);
  }

  private void send(HttpServerRequest request, Page page) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(page.status())
            .putHeader(HttpHeaders.DATE, DateFormatter.format(new Date()))
            .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    if (!page.type().isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, page.type());
    }
    page.headers().forEach(response::putHeader);
    response.end(page.body()).onComplete(sent -> connection.close());
  }

  private void late(Duration time) {
    log("a request and its answer were not done within " + TimeSpan.format(time));
    ((ConnectionBase) connection).channel().close();
  }

  private void log(String reason) {
    port.log().client("{} from {} ended: {}{}", id, client, reason, first.hint(WireProtocol.HTTP));
  }
}
