package io.weir.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.weir.core.Core;
import io.weir.core.failure.Failure;
import io.weir.core.place.Placed;
import io.weir.core.tenant.Caller;
import io.weir.http.command.Budget;
import io.weir.http.command.Exchange;
import io.weir.http.command.Refusal;
import io.weir.http.command.Reply;
import io.weir.http.connection.Admission.Verdict;
import io.weir.http.mapping.Problem;
import io.weir.http.mapping.Properties.Line;
import io.weir.protocol.ConnectionClocks;
import io.weir.protocol.FirstBytes;
import io.weir.protocol.LoopConnections;
import io.weir.protocol.SharedPort;
import io.weir.protocol.WireProtocol;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request after another, each answered before the next is looked at. It
 * also stands first in the channel's pipeline, where it sees bytes come, so that its clocks cover
 * half a request line too. All of it runs on the connection's event loop.
 */
final class HttpClientConnection extends ChannelInboundHandlerAdapter
    implements LoopConnections.Timed {
  /**
   * How long to read on after an answer that came before its request's end, so that the client sees
   * the answer.
   */
  private static final long LINGER_MILLIS = 1_000;

  private final SharedPort port;
  private final Context context;
  private final Core core;
  private final Budget budget;
  private final HttpConnection connection;
  private final String id;

  /** Null until it is through the listener's entrance. */
  private @Nullable Admission admission;

  private final Runnable leave;
  private final ConnectionClocks clocks;
  private Object client;
  private final FirstBytes first;

  /** Begun, and not yet answered to the last byte: one, or two for a moment. */
  private final Set<Exchange> underWay = new HashSet<>();

  private boolean inFrame;
  private boolean receiving;
  private boolean answering;

  /** It is being found out whose the request is; what comes waits in the socket. */
  private boolean looking;

  private boolean spoke;
  private boolean ended;
  private boolean closed;
  private boolean stopping;

  /**
   * @param context of the connection's event loop
   * @param leave called once, when the connection is closed and nothing that it began is under way
   *     any more
   */
  HttpClientConnection(
      SharedPort port,
      Context context,
      Core core,
      Budget budget,
      HttpConnection connection,
      Runnable leave) {
    this.leave = leave;
    this.port = port;
    this.context = context;
    this.core = core;
    this.budget = budget;
    this.connection = connection;
    this.client = connection.remoteAddress();
    this.first = FirstBytes.of((ConnectionBase) connection);
    this.clocks = new ConnectionClocks(port.listener().bounds());
    this.id = port.newConnectionId();
  }

  /** Names it in logs. */
  String id() {
    return id;
  }

  /** It is through the listener's entrance; no byte of a request has come before. */
  void arrived(Placed placed) {
    client = placed.ingress();
    admission = new Admission(port, id, placed, context, this::abort);
    watchFrame();
  }

  // ---- from the socket ----

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    clocks.received();
    if (!inFrame) {
      inFrame = true;
      watchFrame();
    }
    context.fireChannelRead(message);
  }

  /** Between requests too, while nobody is known: who says nothing is let go of. */
  private void watchFrame() {
    Admission asked = admission;
    clocks.frameIncomplete(inFrame || asked != null && !asked.isIn());
  }

  @Override
  public void tick(long nanos) {
    Channel channel = channel();
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (ended || out == null) {
      return;
    }
    // While it is answered, a next request may lie half read behind it, and nobody is to blame for
    // that.
    boolean reading = channel.config().isAutoRead() && !looking && (receiving || !answering);
    boolean unsent = out.totalPendingWriteBytes() > 0;
    long sent = out.currentProgress() - out.totalPendingWriteBytes();
    String reason = clocks.tick(nanos, reading, answering, unsent, sent);
    if (reason != null) {
      if (admission != null) {
        admission.late(reason);
      }
      abort(reason);
    }
  }

  void closed() {
    if (inFrame && !ended && !spoke) {
      log("no HTTP/1.1 request came");
    }
    ended = true;
    closed = true;
    if (admission != null) {
      admission.close();
    }
    cutShort();
    leaveIfDone();
  }

  private void finish(Exchange exchange) {
    exchange.finish();
    underWay.remove(exchange);
    leaveIfDone();
  }

  private void leaveIfDone() {
    if (closed && underWay.isEmpty()) {
      leave.run();
    }
  }

  /** The gateway stops: nobody waits for what may come. */
  void drain() {
    stopping = true;
    cutShort();
  }

  private void cutShort() {
    // A copy, for what is cut short may be answered at once.
    List.copyOf(underWay).forEach(Exchange::cutShort);
  }

  // ---- requests ----

  void request(HttpServerRequest request) {
    begin(request);
    Admission asked = admission;
    if (asked == null) {
      throw new IllegalStateException("a request before its connection came in");
    }
    Optional<Problem> refusal = asked.refusal(request);
    if (refusal.isPresent()) {
      answer(request, Reply.of(refusal.get()), false, () -> {});
      return;
    }
    Future<Verdict> verdict = asked.of(request);
    if (verdict.isComplete()) {
      looked(request, verdict.result());
    } else {
      request.pause();
      looking = true;
      verdict.onSuccess(
          it -> {
            looking = false;
            looked(request, it);
            request.resume();
          });
    }
  }

  private void looked(HttpServerRequest request, Verdict verdict) {
    if (closed) {
      return;
    }
    watchFrame();
    switch (verdict) {
      case Verdict.In in -> run(request, in.caller());
      case Verdict.Out out -> answer(request, out.reply(), out.isLast(), () -> {});
    }
  }

  private void run(HttpServerRequest request, Caller caller) {
    var exchange =
        new Exchange(request, core, caller, budget, port.listener().bounds().maxFrameBytes());
    underWay.add(exchange);
    if (stopping) {
      exchange.cutShort();
    }
    Runnable finish = () -> finish(exchange);
    try {
      exchange
          .run()
          .onComplete(
              reply -> answer(request, reply, false, finish),
              cause -> answer(request, Reply.of(problem(request, cause)), false, finish));
    } catch (Throwable thrown) {
      answer(request, Reply.of(problem(request, thrown)), false, finish);
    }
  }

  /** What came is not HTTP, or too much of it. */
  void invalid(HttpServerRequest request, Problem problem) {
    log(problem.detail());
    begin(request);
    send(request, Reply.of(problem), true);
  }

  private void begin(HttpServerRequest request) {
    spoke = true;
    answering = true;
    receiving = true;
    request
        .end()
        .onComplete(
            end -> {
              receiving = false;
              inFrame = false;
              clocks.frameCompleted();
              watchFrame();
            });
  }

  /**
   * @param isLast whether the connection ends with it
   * @param finish what to do once it is sent, or cannot be
   */
  private void answer(HttpServerRequest request, Reply reply, boolean isLast, Runnable finish) {
    if (request.response().ended() || request.response().closed()) {
      finish.run();
      return;
    }
    boolean early = receiving && hasMore(request);
    try {
      send(request, reply, early || isLast)
          .onComplete(
              sent -> {
                finish.run();
                if (isLast && !early) {
                  connection.close();
                }
              });
    } catch (RuntimeException e) {
      port.log().defect("{} from {}: no answer could be written", id, client, e);
      finish.run();
      connection.close();
    }
    if (early) {
      port.vertx().setTimer(LINGER_MILLIS, over -> connection.close());
    }
  }

  /** Whether a body is on its way that nobody wants any more. */
  private static boolean hasMore(HttpServerRequest request) {
    return !request.isEnded()
        && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || !"0".equals(request.headers().get(HttpHeaders.CONTENT_LENGTH))
                && request.headers().contains(HttpHeaders.CONTENT_LENGTH));
  }

  private Future<Void> send(HttpServerRequest request, Reply reply, boolean last) {
    HttpServerResponse response = request.response().setStatusCode(reply.status());
    for (Line line : reply.headers()) {
      response.headers().add(line.name(), line.value());
    }
    // A server with a clock says what time it is (RFC 9110, section 6.6.1).
    response.putHeader(HttpHeaders.DATE, DateFormatter.format(new Date()));
    if (last) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    boolean bodiless = reply.status() == 204;
    if (!bodiless) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(reply.body().length()));
    }
    answering = false;
    return bodiless || request.method().equals(HttpMethod.HEAD)
        ? response.end()
        : response.end(reply.body());
  }

  private Problem problem(HttpServerRequest request, Throwable cause) {
    return switch (cause) {
      case Failure failure -> Problem.of(failure);
      case Refusal refusal -> refusal.problem();
      default -> {
        port.log()
            .defect(
                "{} from {}: {} {} failed by a defect in {}",
                id,
                client,
                request.method(),
                request.uri(),
                port.protocol(),
                cause);
        yield new Problem(
            500,
            "defect",
            "Weir failed at this, and its log says how; nothing is known of the outcome");
      }
    };
  }

  private void abort(String reason) {
    ended = true;
    log(reason);
    channel().close();
  }

  private void log(String reason) {
    port.log().client("{} from {} ended: {}{}", id, client, reason, first.hint(WireProtocol.HTTP));
  }

  private Channel channel() {
    return ((ConnectionBase) connection).channel();
  }
}
