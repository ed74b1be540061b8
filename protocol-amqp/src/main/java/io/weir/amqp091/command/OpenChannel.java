package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.queue.Holder;
import io.weir.core.queue.SharedPrefetch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A channel that is open: what its client asks for, in order, and all that lives as long as it
 * does: consumers, messages that are not settled, publications that are not confirmed. Used on its
 * connection's loop.
 */
public final class OpenChannel {
  private final Client client;
  private final Outlet outlet;
  private final Unsettled unsettled = new Unsettled();
  private final Rejections rejections = new Rejections(this);
  private final SharedPrefetch sharedPrefetch = new SharedPrefetch(Integer.MAX_VALUE);
  private final Set<Owner> owners = new HashSet<>();
  private final Consumers consumers;
  private final Getters getters;
  private final Replies replies;
  private final Publishing publishing;
  private final Sequence sequence;

  /** The name of the queue that was declared last; empty before. */
  private String declared = "";

  private int prefetch;
  private boolean over;

  public OpenChannel(Client client, Outlet outlet) {
    this.client = client;
    this.outlet = outlet;
    this.consumers = new Consumers(this);
    this.getters = new Getters(this);
    this.replies = new Replies(this);
    this.publishing = new Publishing(this);
    this.sequence = new Sequence(this);
  }

  // ---- for its connection

  /** Takes what the client asks for. */
  public void offer(Method method) {
    sequence.offer(method);
  }

  /**
   * Takes what the client publishes.
   *
   * @param content whose body is given away
   */
  public void offer(Content content) {
    sequence.offer(content);
  }

  /** The client takes what it is sent. */
  public void roomToWrite() {
    consumers.topUp();
  }

  /** Ends once all is done that the client has asked for. */
  public Future<Void> close() {
    return sequence.finish().compose(done -> end());
  }

  /** Ends now. Idempotent. */
  public void abandon() {
    var unused = end();
  }

  private Future<Void> end() {
    over = true;
    sequence.close();
    publishing.close();
    consumers.close();
    replies.close();
    List<Future<Void>> leaving = List.copyOf(owners).stream().map(Owner::giveUp).toList();
    return Future.join(leaving).<Void>mapEmpty().otherwiseEmpty();
  }

  // ---- for its commands

  Client client() {
    return client;
  }

  Outlet outlet() {
    return outlet;
  }

  Unsettled unsettled() {
    return unsettled;
  }

  Rejections rejections() {
    return rejections;
  }

  Consumers consumers() {
    return consumers;
  }

  Getters getters() {
    return getters;
  }

  Replies replies() {
    return replies;
  }

  Publishing publishing() {
    return publishing;
  }

  /** Goes on with what waits. */
  void advance() {
    sequence.advance();
  }

  boolean isOver() {
    return over;
  }

  /** Who has messages for the client, and gives them back when the channel ends. */
  Owner owner(Holder holder) {
    return new Owner(holder, client, owners);
  }

  /** The prefetch of each consumer to come; 0 is no limit. */
  int prefetch() {
    return prefetch;
  }

  void prefetch(int count) {
    prefetch = count;
  }

  /** The prefetch of all consumers together. */
  SharedPrefetch sharedPrefetch() {
    return sharedPrefetch;
  }

  /** A queue was declared. */
  void declared(String queue) {
    declared = queue;
  }

  /**
   * The queue that is meant, which is the last one declared where no name is given.
   *
   * @throws AmqpException if there is no such
   */
  String meant(String queue) {
    if (queue.isEmpty() && declared.isEmpty()) {
      throw AmqpException.notFound("no previously declared queue");
    }
    return queue.isEmpty() ? declared : queue;
  }
}
