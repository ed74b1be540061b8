package io.weir.kafka.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.weir.core.place.Placed;
import io.weir.core.tenant.Caller;
import io.weir.kafka.api.ApiTable;
import io.weir.kafka.api.Client;
import io.weir.kafka.api.Exchange;
import io.weir.kafka.api.Reply;
import io.weir.kafka.api.SaslSession;
import io.weir.kafka.codec.MalformedFrameException;
import io.weir.kafka.codec.RequestBody;
import io.weir.kafka.codec.RequestHead;
import io.weir.kafka.codec.ResponseEncoder;
import io.weir.protocol.ConnectionContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, in the order in which they came.
 *
 * <p>Kafka begins a request when the one before it is answered, and clients rely on it: a fetch
 * that waits holds up what follows. So does this, with one exception that nobody can tell from the
 * answers: while produce requests are under way the next ones begin too, so that a producer that
 * does not wait for each answer shares in a group commit. Answers go out in the order of the
 * requests in any case.
 *
 * <p>What waits here is bounded: each request counts its frame and {@link #REQUEST_COST} against
 * the connection's bound of unanswered bytes, past which the socket is not read. No request begins
 * while the client does not take its answers.
 *
 * <pre>
 *   OPEN --drain--> DRAINING --answered all that had begun--> CLOSED
 *     \--- closed, or broken by the client ------------------/
 * </pre>
 */
final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /** What a request costs besides its bytes. With the default bounds, some 4,000 may wait. */
  static final int REQUEST_COST = 8 * 1024;

  /** Stands for the head of what has none. */
  private static final RequestHead RAW =
      new RequestHead(ApiKeys.SASL_AUTHENTICATE, (short) 0, 0, null);

  private enum State {
    OPEN,
    DRAINING,
    CLOSED
  }

  /** How many requests somebody unknown may have waiting. */
  private static final int MAX_UNPROVEN_REQUESTS = 16;

  static final String PROTOCOL = "kafka";

  private final ConnectionContext context;
  private final Session session;

  /** Under the name that its last request gave. */
  private Client client;

  /** Null while it is being made; requests wait for it. */
  private @Nullable ApiTable table;

  private State state = State.OPEN;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private final Deque<RequestSlot> begun = new ArrayDeque<>();
  private boolean advancing;
  private boolean muted;

  /** The next request waits for room among what the gateway has taken. */
  private boolean crowded;

  /** It has been given that room, and not begun yet. */
  private boolean admitted;

  /**
   * @param client who asks, given how it says so
   */
  Pipeline(ConnectionContext context, Function<Session, Client> client) {
    this.context = context;
    this.session = new Session(context, this::admitted, this::abort);
    this.client = client.apply(session);
    session.begin();
  }

  Session session() {
    return session;
  }

  private void admitted(Placed.In placed, Caller caller) {
    client = client.as(caller, Advertised.of(context, placed));
  }

  /** Answers from a table from now on. */
  void answerFrom(ApiTable with) {
    table = with;
    advance();
  }

  /** Takes a request, which is given away. */
  void offer(ByteBuf frame) {
    if (state != State.OPEN) {
      frame.release();
      return;
    }
    if (session.isUnknown() && waiting.size() >= MAX_UNPROVEN_REQUESTS) {
      frame.release();
      abort("it asks for much before it has said who it is");
      return;
    }
    context.taken(cost(frame));
    waiting.add(frame);
    advance();
  }

  /** Writes the answers there are, and begins the requests that may begin. */
  void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      do {
        writeAnswers();
      } while (beginNext());
    } finally {
      advancing = false;
    }
    if (state == State.DRAINING && begun.isEmpty()) {
      end();
      context.close();
    }
  }

  /** Begins nothing new, and closes the connection once what has begun is answered. */
  void drain() {
    if (state != State.OPEN) {
      return;
    }
    state = State.DRAINING;
    // A copy, for what stops may be answered at once.
    List.copyOf(begun).forEach(RequestSlot::stop);
    advance();
  }

  /** The connection is gone. */
  void close() {
    session.close();
    end();
  }

  private void end() {
    state = State.CLOSED;
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    begun.forEach(RequestSlot::abandon);
    begun.clear();
  }

  private void abort(String reason) {
    end();
    context.abort(reason);
  }

  private boolean beginNext() {
    ByteBuf next = waiting.peek();
    ApiTable apis = table;
    if (next == null || apis == null || state != State.OPEN) {
      return false;
    }
    if (muted || crowded || !context.hasRoom() || !mayJoin(next) || !hasRoomFor(next, apis)) {
      return false;
    }
    begin(waiting.remove(), apis);
    return true;
  }

  private boolean hasRoomFor(ByteBuf next, ApiTable apis) {
    boolean produce = session.admits(ApiKeys.PRODUCE) && RequestHead.asksFor(ApiKeys.PRODUCE, next);
    if (admitted || !produce) {
      admitted = false;
      return true;
    }
    Future<Void> room = apis.roomToProduce(client, next.readableBytes());
    if (room.isComplete()) {
      return true;
    }
    crowded = true;
    room.onComplete(
        there -> {
          crowded = false;
          admitted = true;
          resume();
        });
    return false;
  }

  private void resume() {
    try {
      advance();
    } catch (RuntimeException e) {
      if (state != State.CLOSED) {
        LOG.error("{} met a defect in going on", context.id(), e);
        abort("a defect in answering requests");
      }
    }
  }

  private boolean mayJoin(ByteBuf next) {
    RequestSlot last = begun.peekLast();
    return last == null
        || last.key() == ApiKeys.PRODUCE && RequestHead.asksFor(ApiKeys.PRODUCE, next);
  }

  private void begin(ByteBuf frame, ApiTable apis) {
    if (session.isRaw()) {
      beginRaw(frame);
      return;
    }
    int cost = cost(frame);
    try {
      RequestHead.Asked asked = RequestHead.peek(frame);
      boolean answered = session.lists(asked.key()) && apis.answers(asked.key(), asked.version());
      if (!answered && asked.key() != ApiKeys.API_VERSIONS) {
        abort(
            "a request for "
                + asked.key().name
                + " version "
                + asked.version()
                + ", which is not among the APIs that this gateway lists");
        return;
      }
      if (!session.admits(asked.key())) {
        abort(
            "a request for "
                + asked.key().name
                + (session.isUnknown() ? " before it has said who it is" : " at the wrong time"));
        return;
      }
      RequestHead head = RequestHead.read(asked, frame);
      RequestSlot slot = new RequestSlot(head, cost);
      begun.add(slot);
      run(slot, head, frame, apis);
    } catch (MalformedFrameException e) {
      abort(String.valueOf(e.getMessage()));
    } finally {
      frame.release();
    }
  }

  /** Takes a mechanism's bytes that come without a request around them. */
  private void beginRaw(ByteBuf frame) {
    RequestSlot slot = new RequestSlot(RAW, cost(frame));
    begun.add(slot);
    byte[] bytes = ByteBufUtil.getBytes(frame);
    frame.release();
    session
        .respond(bytes)
        .map(
            said ->
                switch (said) {
                  case SaslSession.Said.Bytes more -> new Reply.Token(more.bytes());
                  case SaslSession.Said.Refusal refusal -> new Reply.HangUp(refusal.why());
                  case SaslSession.Said.Nothing nothing -> new Reply.HangUp(nothing.why());
                })
        .onComplete(done -> completed(slot, done.map(Reply.class::cast)));
  }

  private void run(RequestSlot slot, RequestHead head, ByteBuf frame, ApiTable apis) {
    // An ApiVersions request that is too new cannot be read, and need not be.
    RequestBody body =
        apis.answers(head.key(), head.version())
            ? RequestBody.read(head, frame)
            : new RequestBody(head.key().messageType.newRequest(), frame);
    client = client.named(head.clientId());
    Future<Reply> reply = apis.answer(new Exchange(client, head, body, slot::onStop));
    reply.onComplete(done -> completed(slot, done));
  }

  private void completed(RequestSlot slot, AsyncResult<Reply> done) {
    assert ((ContextInternal) context.context()).inThread() : slot.key() + " left the event loop";
    if (done.failed()) {
      defect(slot, done.cause());
      return;
    }
    if (state == State.CLOSED) {
      if (done.result() instanceof Reply.Answer answer) {
        answer.release();
      }
      return;
    }
    slot.answered(done.result());
    try {
      advance();
    } catch (RuntimeException e) {
      defect(slot, e);
    }
  }

  private void defect(RequestSlot slot, Throwable cause) {
    if (state != State.CLOSED) {
      LOG.error("{} met a defect in {}", context.id(), slot.key().name, cause);
      abort("a defect in answering " + slot.key().name);
    }
  }

  private void writeAnswers() {
    RequestSlot first = begun.peek();
    while (first != null && first.reply() != null) {
      begun.remove();
      write(first, first.reply());
      context.answered(first.cost());
      first = begun.peek();
    }
  }

  private void write(RequestSlot slot, Reply reply) {
    switch (reply) {
      case Reply.Answer answer -> {
        try {
          context.write(
              ResponseEncoder.encode(
                  ByteBufAllocator.DEFAULT, slot.head(), answer.version(), answer.message()));
        } finally {
          answer.release();
        }
        mute(answer.throttleMillis());
      }
      case Reply.Farewell farewell -> {
        write(slot, farewell.answer());
        abort(farewell.reason());
      }
      case Reply.Token token ->
          context.write(
              ByteBufAllocator.DEFAULT
                  .buffer(Integer.BYTES + token.bytes().length)
                  .writeInt(token.bytes().length)
                  .writeBytes(token.bytes()));
      case Reply.Silence silence -> mute(silence.throttleMillis());
      case Reply.HangUp hangUp -> abort(hangUp.reason());
    }
  }

  private void mute(long millis) {
    if (millis > 0) {
      muted = true;
      client
          .context()
          .owner()
          .setTimer(
              millis,
              over -> {
                muted = false;
                resume();
              });
    }
  }

  private static int cost(ByteBuf frame) {
    return frame.readableBytes() + REQUEST_COST;
  }
}
