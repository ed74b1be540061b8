package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.route.Binding;
import io.weir.core.route.Exchange;
import io.weir.core.subscription.Subscription.Page;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges and queues of all tenants. Methods may be called on any thread; futures complete on the
 * caller's Vert.x context, if it has one, and fail with {@link io.weir.core.failure.Failure}. A
 * space is one of the caller's tenant, or the call fails with {@link
 * io.weir.core.failure.Failure.Denied}.
 *
 * <p>Rights, as access rules on exchanges and queues: to declare or delete one takes {@code
 * manage}; to bind takes {@code publish} on what messages are to reach and {@code consume} on the
 * exchange that they come from; to send takes {@code publish} on the exchange, for the default one
 * on the queue; to consume, take, look at and purge takes {@code consume} on the queue. To
 * dead-letter or pass on to an exchange takes {@code publish} on that when it is said, and {@code
 * consume} on what the messages come from. Rules name the space in which exchanges and queues are.
 *
 * <p>Names that are reserved to a protocol, how long one is, and making one up, are its head's. A
 * queue's owner is a connection, {@link Caller#connection}.
 */
public interface Queues {

  // ---- spaces

  /** The spaces of the caller's tenant, the first one included, in their order. */
  List<Space> spaces(Caller caller);

  /** Whether there is such a space, which is of the caller's tenant. */
  boolean has(Caller caller, Space space);

  /**
   * Whether a caller may be in a space, which is of its tenant: it may if it may do anything with
   * any exchange or queue there.
   */
  boolean mayEnter(Caller caller, Space space);

  /**
   * Makes a space; whether it was not there before. Takes {@code manage} on the exchange {@code
   * "name/"}.
   */
  Future<Boolean> create(Caller caller, Space space);

  /** Deletes a space with all that is in it; whether it was there. The first one never goes. */
  Future<Boolean> delete(Caller caller, Space space);

  // ---- exchanges

  /**
   * An exchange is to be there. Asked again it is so already, if both mean the same ({@link
   * Refusal.OtherExchange}); the default one is {@link Refusal.AlwaysThere}.
   */
  Future<Reply<Declared<Exchange>>> declare(Caller caller, Space space, Exchange exchange);

  /**
   * The exchange of that name, for whoever may do anything with it; empty for the default one too.
   */
  Optional<Exchange> exchange(Caller caller, Space space, String name);

  /** All exchanges that the caller may do anything with, but the default one, by their names. */
  List<Exchange> exchanges(Caller caller, Space space);

  /**
   * An exchange is to go, with its bindings, and with those auto-delete exchanges that this leaves
   * without any.
   *
   * @param ifUnused only if no binding begins at it ({@link Refusal.ExchangeInUse})
   * @return whether it was there; refused also with {@link Refusal.AlwaysThere}
   */
  Future<Reply<Boolean>> deleteExchange(Caller caller, Space space, String name, boolean ifUnused);

  // ---- bindings

  /**
   * A binding is to be there.
   *
   * @return whether it was not there before; refused with {@link Refusal.NoExchange}, {@link
   *     Refusal.NoQueue}, {@link Refusal.Locked}, {@link Refusal.AlwaysThere} at the default
   *     exchange, {@link Refusal.Invalid} where the exchange takes no such binding
   */
  Future<Reply<Boolean>> bind(Caller caller, Space space, Binding binding);

  /**
   * A binding is to go.
   *
   * @return whether it was there; refused with {@link Refusal.Locked} and {@link
   *     Refusal.AlwaysThere} only
   */
  Future<Reply<Boolean>> unbind(Caller caller, Space space, Binding binding);

  /** All bindings of a space but those of the default exchange, in no particular order. */
  List<Binding> bindings(Caller caller, Space space);

  // ---- queues

  /**
   * A queue is to be there; an exclusive one is the caller's connection's.
   *
   * @return refused with {@link Refusal.OtherQueue}, {@link Refusal.Locked}, {@link
   *     Refusal.Invalid}; fails with {@link io.weir.core.failure.Failure.LimitReached} if the
   *     tenant has as many as it may
   */
  Future<Reply<Declared<QueueDescription>>> declare(
      Caller caller, Space space, String queue, QueueOptions options);

  /**
   * The queue of that name, with its counts; keeps one that expires alive.
   *
   * @return refused with {@link Refusal.NoQueue}, {@link Refusal.Locked}
   */
  Future<Reply<QueueDescription>> describe(Caller caller, Space space, String queue);

  /** The names of all queues that the caller may do anything with, in their order. */
  List<String> queues(Caller caller, Space space);

  /**
   * A queue is to go, with its messages and bindings; a view leaves its topic as it is.
   *
   * @param ifUnused only without consumers ({@link Refusal.QueueInUse})
   * @param ifEmpty only without messages that wait ({@link Refusal.NotEmpty})
   * @return how many messages waited; refused with {@link Refusal.NoQueue}, {@link Refusal.Locked},
   *     and so
   */
  Future<Reply<Long>> deleteQueue(
      Caller caller, Space space, String queue, boolean ifUnused, boolean ifEmpty);

  /**
   * Settles all that waits to be delivered.
   *
   * @return how many messages that were; refused with {@link Refusal.NoQueue}, {@link
   *     Refusal.Locked}, {@link Refusal.Stream}
   */
  Future<Reply<Long>> purge(Caller caller, Space space, String queue);

  /**
   * The caller's connection has ended: its exclusive queues, its direct receivers and whatever is
   * still attached for it go. To be called when none of its other calls is under way. Idempotent.
   */
  Future<Void> ended(Caller caller);

  // ---- publishing

  /**
   * Routes a message and stores it in all queues that it goes to, in one step where the backend
   * can. Routing is done when this returns, and so is the answer where it is stored nowhere; what
   * is called on one thread is stored in that order, queue by queue. Charged once, whatever the
   * number of queues.
   */
  Future<Outcome> publish(Caller caller, Space space, Posting posting);

  /** Room for publications; as {@link io.weir.core.publish.Publisher#room}. */
  Future<Void> room(Caller caller, int bytes);

  /** Publications and settlements that are to be done together. */
  Staged stage(Caller caller, Space space);

  /**
   * What is sent to the default exchange with a key reaches a receiver, and no log, from now on and
   * until the caller's connection ends or it is closed. The name is not to be guessed: whoever
   * knows it may send there.
   *
   * @param name which is no queue's
   */
  AutoCloseable direct(Caller caller, Space space, String name, DirectReceiver receiver);

  /** Whether what is sent to the default exchange with a key reaches a receiver directly. */
  boolean hasDirect(Caller caller, Space space, String name);

  // ---- consuming

  /**
   * Attaches a consumer to a queue, or a reader to a stream. What it has credit for may be
   * delivered before this completes.
   *
   * @return refused with {@link Refusal.NoQueue}, {@link Refusal.Locked}, {@link
   *     Refusal.HeldExclusively}, {@link Refusal.Invalid}
   */
  Future<Reply<QueueConsumer>> consume(
      Caller caller, Space space, String queue, ConsumerRequest request, QueueReceiver receiver);

  /**
   * Takes messages of a queue one at a time. A head keeps it as long as it may take more or has any
   * in its hands.
   *
   * @return refused with {@link Refusal.NoQueue}, {@link Refusal.Locked}, {@link Refusal.Stream}
   */
  Future<Reply<QueueGetter>> getter(Caller caller, Space space, String queue);

  /**
   * Shows messages that wait, without taking them; of a queue with priorities, those of the
   * greatest.
   *
   * @param from where to look from: 0 at first, then what the page says
   * @param most from 1
   */
  Future<Reply<Page>> browse(Caller caller, Space space, String queue, long from, int most);
}
