package io.weir.amqp091.command;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What comes on one channel, done in its order: a method begins when the one before it is answered,
 * and publications follow one another at once. What waits here is bounded by the connection's bound
 * of bytes that are not dealt with, against which each counts.
 */
final class Sequence {
  /** What a method takes. */
  private static final int METHOD_COST = 1024;

  /** What a publication takes besides its body. */
  private static final int CONTENT_COST = 1024;

  private sealed interface Item {
    int cost();

    record Asked(Method method) implements Item {
      @Override
      public int cost() {
        return METHOD_COST;
      }
    }

    record Published(Content content, int cost) implements Item {}
  }

  private final OpenChannel channel;
  private final Outlet outlet;
  private final Deque<Item> waiting = new ArrayDeque<>();
  private @Nullable Promise<Void> finished;
  private boolean busy;
  private boolean advancing;
  private boolean closed;

  Sequence(OpenChannel channel) {
    this.channel = channel;
    this.outlet = channel.outlet();
  }

  void offer(Method method) {
    add(new Item.Asked(method));
  }

  /**
   * @param content whose body is given away
   */
  void offer(Content content) {
    int cost = content.body().readableBytes() + CONTENT_COST;
    if (closed) {
      content.body().release();
    } else {
      add(new Item.Published(content, cost));
    }
  }

  private void add(Item item) {
    if (!closed) {
      outlet.taken(item.cost());
      waiting.add(item);
      advance();
    }
  }

  /** Begins what may begin. */
  void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      while (!closed && !busy && mayBegin(waiting.peek())) {
        begin(waiting.remove());
      }
    } finally {
      advancing = false;
    }
    Promise<Void> waiter = finished;
    if (waiter != null && isDone()) {
      finished = null;
      waiter.complete();
    }
  }

  /** Completes when all that came is done; nothing more is to come. */
  Future<Void> finish() {
    if (isDone()) {
      return Future.succeededFuture();
    }
    Promise<Void> waiter = Promise.promise();
    finished = waiter;
    return waiter.future();
  }

  private boolean isDone() {
    return closed || !busy && waiting.isEmpty() && channel.publishing().isIdle();
  }

  private boolean mayBegin(@Nullable Item item) {
    return switch (item) {
      case null -> false;
      case Item.Published published -> channel.publishing().isReady();
      case Item.Asked(Method method) ->
          channel.publishing().isIdle()
              || channel.publishing().isReady() && Commands.isPrompt(method.id());
    };
  }

  private void begin(Item item) {
    switch (item) {
      case Item.Published(Content content, int cost) -> publish(content, cost);
      case Item.Asked(Method method) -> run(method);
    }
  }

  private void publish(Content content, int cost) {
    if (!(content.method() instanceof BasicMethod.Publish)) {
      content.body().release();
      outlet.done(cost);
      MethodId id = content.method().id();
      outlet.refuse(
          new AmqpException(ReplyCode.COMMAND_INVALID, id + " is nothing that a client sends here"),
          id);
      return;
    }
    try {
      channel.publishing().publish(content, cost);
    } catch (AmqpException e) {
      outlet.refuse(e, MethodId.BASIC_PUBLISH);
    }
  }

  private void run(Method method) {
    Future<Answer> answer;
    try {
      answer = Commands.run(channel, method);
    } catch (AmqpException | Failure e) {
      answer = Future.failedFuture(e);
    }
    busy = true;
    channel
        .client()
        .loop()
        .then(channel.client().underWay().track(answer), done -> answered(method, done));
  }

  private void answered(Method method, AsyncResult<Answer> done) {
    busy = false;
    outlet.done(METHOD_COST);
    if (closed) {
      release(done);
    } else if (done.succeeded()) {
      say(method, done.result());
    } else {
      outlet.refuse(channel.client().worded(done.cause()), method.id());
    }
    advance();
  }

  private void say(Method asked, Answer answer) {
    switch (answer) {
      case Answer.None none -> {}
      case Answer.Given(Content content) -> outlet.content(content);
      case Answer.Said(Method method, Runnable then) -> {
        if (asked.isAnswered()) {
          outlet.method(method);
        }
        then.run();
      }
    }
  }

  private static void release(AsyncResult<Answer> done) {
    if (done.succeeded() && done.result() instanceof Answer.Given(Content content)) {
      content.body().release();
    }
  }

  /** Nothing that waits is done any more. */
  void close() {
    closed = true;
    for (Item item : waiting) {
      outlet.done(item.cost());
      if (item instanceof Item.Published(Content content, int cost)) {
        content.body().release();
      }
    }
    waiting.clear();
    advance();
  }
}
