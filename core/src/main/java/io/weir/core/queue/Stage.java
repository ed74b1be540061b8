package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.publish.Message;
import io.weir.core.publish.Sent;
import io.weir.core.queue.Sending.Routed;
import io.weir.core.subscription.Settlement;
import io.weir.core.tenant.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** What is done with the commit, in memory until then and bounded. One thread's at a time. */
final class Stage implements Staged {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_STEPS = 100_000;

  private final Caller caller;
  private final LiveSpace space;
  private final Sending sending;
  private final LongSupplier clock;
  private List<Post> posts = new ArrayList<>();
  private List<Settle> settles = new ArrayList<>();
  private int bytes;

  /**
   * @param since when it was staged
   */
  private record Post(Posting posting, Routed routed, long since) {
    void notSent() {
      routed.notSent();
    }

    void retain() {
      ByteBuf body = routed.body();
      if (body != null) {
        body.retain();
      }
    }

    void release() {
      ByteBuf body = routed.body();
      if (body != null) {
        body.release();
      }
    }
  }

  private record Settle(Holder holder, List<Long> numbers, Settlement settlement) {}

  /**
   * @param clock milliseconds since 1970
   */
  Stage(Caller caller, LiveSpace space, Sending sending, LongSupplier clock) {
    this.caller = caller;
    this.space = space;
    this.sending = sending;
    this.clock = clock;
  }

  @Override
  public Future<Outcome> post(Posting posting) {
    Message message = posting.message();
    ByteBuf body = message.body();
    int size = body == null ? 0 : body.readableBytes();
    if (bytes + size > MOST_BYTES || posts.size() + settles.size() >= MOST_STEPS) {
      Sending.release(message);
      return Future.failedFuture(
          new Failure.LimitReached("a transaction takes no more than " + MOST_BYTES + " bytes"));
    }
    try {
      Routed routed = sending.route(caller, space, posting);
      bytes += size;
      posts.add(new Post(posting, routed, clock.getAsLong()));
      return Future.succeededFuture(routed.outcome());
    } catch (Failure refused) {
      Sending.release(message);
      return Future.failedFuture(refused);
    }
  }

  @Override
  public void settle(Holder holder, List<Long> numbers, Settlement settlement) {
    settles.add(new Settle(holder, List.copyOf(numbers), settlement));
  }

  @Override
  public Future<List<Outcome>> commit() {
    List<Post> all = posts;
    List<Settle> after = settles;
    int size = bytes;
    clear();
    return levelled(all)
        .compose(
            posted ->
                store(posted)
                    .onSuccess(done -> posted.forEach(Post::release))
                    .onFailure(cause -> failed(cause, posted, after, size))
                    .compose(done -> settled(posted, after)));
  }

  /** What is only too early is staged as before; of all else the queues are told. */
  private void failed(Throwable cause, List<Post> posted, List<Settle> after, int size) {
    if (cause instanceof Failure.Throttled) {
      posts.addAll(posted);
      settles.addAll(after);
      bytes += size;
    } else {
      posted.forEach(Post::notSent);
      posted.forEach(Post::release);
    }
  }

  private static Future<List<Outcome>> settled(List<Post> posted, List<Settle> after) {
    List<Future<List<Long>>> settled = new ArrayList<>();
    after.forEach(each -> settled.add(each.holder.settle(each.numbers, each.settlement)));
    return Future.join(settled)
        .map(all -> posted.stream().map(post -> post.routed.outcome()).toList());
  }

  /** Routed anew where a queue is to tell priorities apart from now on. */
  private Future<List<Post>> levelled(List<Post> all) {
    Set<LiveQueue> lacking = new HashSet<>();
    all.forEach(post -> lacking.addAll(post.routed.lacking()));
    return lacking.isEmpty()
        ? Future.succeededFuture(all)
        : Sending.addLevels(lacking).map(done -> all.stream().map(this::again).toList());
  }

  private Post again(Post post) {
    if (post.routed.lacking().isEmpty()) {
      return post;
    }
    try {
      Post anew = new Post(post.posting, sending.route(caller, space, post.posting), post.since);
      post.notSent();
      return anew;
    } catch (Failure refused) {
      return post; // it was allowed when it was asked for
    }
  }

  private Future<Void> store(List<Post> all) {
    long now = clock.getAsLong();
    List<Sent> sent =
        all.stream()
            .filter(post -> !post.routed.targets().isEmpty())
            .map(
                post ->
                    new Sent(
                        Sending.what(post.posting),
                        post.routed.body(),
                        Staging.later(post.routed.targets(), now - post.since)))
            .toList();
    all.forEach(Post::retain); // it may be too early, and then they are needed again
    return sent.isEmpty() ? Future.succeededFuture() : sending.store(caller, sent);
  }

  @Override
  public void rollback() {
    posts.forEach(post -> post.routed.drop());
    clear();
  }

  private void clear() {
    posts = new ArrayList<>();
    settles = new ArrayList<>();
    bytes = 0;
  }
}
