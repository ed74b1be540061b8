package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.backend.Offsets;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.subscription.Counts;
import io.weir.core.subscription.DeadLetters;
import io.weir.core.subscription.Depth;
import io.weir.core.subscription.Subscription;
import io.weir.core.subscription.SubscriptionOptions;
import io.weir.core.subscription.SubscriptionOptions.Bounds;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A queue as it is now. Any thread. */
final class LiveQueue {
  final LiveSpace space;
  final QueueEntry entry;
  final @Nullable String owner;

  /** Its partitions: one of a queue without priorities, else one for each level, least first. */
  private volatile List<TopicPartition> partitions;

  /** Those who consume it or take from it now, and of which connection each is. */
  final Map<Holder, String> holders = new ConcurrentHashMap<>();

  /** Those of them that are consumers, and not only settle what they have. */
  final Set<Holder> consumers = ConcurrentHashMap.newKeySet();

  /** Whether it has a place among the queues of its tenant, which it gives back when it goes. */
  volatile boolean hasPlace = true;

  private final Parts parts;
  private final DeadLetters letters;
  private final boolean hasLetters;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile long lastUsedAt;
  private volatile boolean isGone;

  /** Guarded by this. */
  private @Nullable Future<Subscription> opened;

  /** Guarded by this. */
  private @Nullable Future<Void> levelled;

  private volatile @Nullable Subscription subscription;

  /** How many messages were sent here since it was opened, and how many there had been before. */
  private final AtomicLong sent = new AtomicLong();

  private final AtomicLong sentBytes = new AtomicLong();

  private volatile long endWhenOpened;

  LiveQueue(
      LiveSpace space,
      QueueEntry entry,
      @Nullable String owner,
      List<TopicPartition> partitions,
      @Nullable DeadLetters letters,
      Parts parts) {
    this.space = space;
    this.entry = entry;
    this.owner = owner;
    this.partitions = List.copyOf(partitions);
    this.parts = parts;
    this.letters = letters == null ? new LetterRoutes(this, parts) : letters;
    this.hasLetters = letters != null || entry.options().deadLetter() != null;
    this.lastUsedAt = parts.clock().getAsLong();
  }

  String name() {
    return entry.name();
  }

  QueueOptions options() {
    return entry.options();
  }

  boolean isStream() {
    return options().kind() == Kind.STREAM;
  }

  /** Whether it is another connection's alone. */
  boolean isLockedFor(String connection) {
    return owner != null && !owner.equals(connection);
  }

  void use() {
    lastUsedAt = parts.clock().getAsLong();
  }

  long lastUsedAt() {
    return lastUsedAt;
  }

  boolean isGone() {
    return isGone;
  }

  void gone() {
    isGone = true;
  }

  // ---- where messages go

  List<TopicPartition> partitions() {
    return partitions;
  }

  /**
   * How many partitions a queue has that is declared like this, once it needs them: one for each
   * priority.
   */
  static int levels(QueueOptions options) {
    return options.maxPriority() + 1;
  }

  /**
   * Where a message goes: by its priority, the greater, the further behind the partition. Counts
   * it, until {@link #notSent}.
   *
   * @param bytes of its body
   */
  TopicPartition place(int priority, long bytes) {
    sentBytes.addAndGet(bytes);
    sent.incrementAndGet();
    List<TopicPartition> all = partitions;
    if (all.size() == 1) {
      return all.getFirst();
    }
    return all.size() == levels(options()) && entry.ownsTopic()
        ? all.get(level(priority))
        : all.get(Math.floorMod(turns.getAndIncrement(), all.size()));
  }

  private int level(int priority) {
    return Math.clamp(priority, 0, options().maxPriority());
  }

  /**
   * Whether a message of a priority is to have a partition that is not there yet: a queue in the
   * log has one, until the first message comes that it has to tell apart. So whoever uses no
   * priorities pays for none, and finds all messages in their order in one partition.
   */
  boolean lacksLevel(int priority) {
    return partitions.size() == 1 && entry.ownsTopic() && level(priority) > 0;
  }

  /** Makes room for all its priorities. */
  synchronized Future<Void> addLevels() {
    Future<Void> known = levelled;
    if (known == null || known.failed()) {
      int levels = levels(options());
      known =
          parts
              .topics()
              .alter(
                  Caller.internal(space.tenant()),
                  entry.topic(),
                  topic -> topic.withPartitions(Math.max(levels, topic.partitions())))
              .compose(this::extend);
      levelled = known;
    }
    return known;
  }

  /** Its topic has partitions that it may not know of; whoever waits in them is served. */
  Future<Void> extend(Topic topic) {
    List<TopicPartition> all =
        IntStream.range(0, topic.partitions()).mapToObj(topic::partition).toList();
    partitions = all; // first, for whoever opens it meanwhile; what comes there waits in the log
    if (!isStream()) {
      return subscription().compose(open -> open.extend(all));
    }
    for (Holder holder : holders.keySet()) {
      if (holder instanceof StreamConsumer reader) {
        reader.extend(all);
      }
    }
    return Future.succeededFuture();
  }

  /** A message that was counted did not come. */
  void notSent(long bytes) {
    sentBytes.addAndGet(-bytes);
    sent.decrementAndGet();
  }

  /**
   * Whether one more message is taken.
   *
   * @param bytes of its body
   */
  boolean hasRoom(long bytes) {
    if (!parts.log().hasRoom(partitions.getFirst())) {
      return false;
    }
    Subscription open = subscription;
    if (options().overflow() == Overflow.DROP_HEAD || open == null) {
      return true;
    }
    Depth depth = open.depth();
    long unknown = Math.max(0, endWhenOpened + sent.get() - depth.end());
    long unknownBytes = Math.max(0, sentBytes.get() - depth.measuredBytes());
    return isWithin(depth.ready() + unknown + 1, options().maxMessages())
        && isWithin(depth.readyBytes() + unknownBytes + bytes, options().maxBytes());
  }

  private static boolean isWithin(long many, long most) {
    return most == QueueOptions.UNLIMITED || many <= most;
  }

  // ---- what is in it

  /** Its subscription, which is opened if it is not yet, or not any more. Not of a stream. */
  synchronized Future<Subscription> subscription() {
    Future<Subscription> known = opened;
    if (isGone) {
      return Future.failedFuture(unknown());
    }
    if (known == null || known.failed() || (known.succeeded() && known.result().isOver())) {
      known =
          parts
              .shards()
              .open(entry.id(), partitions, subscriptionOptions(), letters)
              .onSuccess(this::opened);
      opened = known;
    }
    return known;
  }

  private void opened(Subscription now) {
    endWhenOpened = now.depth().end();
    sent.set(0);
    sentBytes.set(0);
    subscription = now;
  }

  /** Opens it where something happens in it by itself, or somebody has to know how full it is. */
  void openIfItMatters() {
    QueueOptions of = options();
    boolean matters =
        of.messageExpiryMillis() != QueueOptions.UNLIMITED
            || of.maxMessages() != QueueOptions.UNLIMITED
            || of.maxBytes() != QueueOptions.UNLIMITED;
    if (matters && !isStream()) {
      subscription();
    }
  }

  /** Asks the subscription; one that is over is opened again by whoever asks next. */
  <T> Future<T> ask(Function<Subscription, Future<T>> question) {
    return subscription().compose(question).recover(cause -> Future.failedFuture(worded(cause)));
  }

  private SubscriptionOptions subscriptionOptions() {
    QueueOptions of = options();
    return new SubscriptionOptions(
        entry.ownsTopic(),
        of.singleActive(),
        of.deliveryLimit(),
        of.messageExpiryMillis(),
        of.maxMessages(),
        of.maxBytes(),
        of.overflow() == Overflow.DROP_HEAD
            ? SubscriptionOptions.Overflow.DROP_HEAD
            : SubscriptionOptions.Overflow.REFUSE,
        of.retry(),
        hasLetters,
        Bounds.DEFAULT);
  }

  Future<Counts> counts() {
    return isStream() ? streamCounts() : ask(Subscription::counts);
  }

  private Future<Counts> streamCounts() {
    List<Future<Offsets>> all = partitions.stream().map(parts.log()::offsets).toList();
    return Future.all(all)
        .map(
            known -> {
              long messages = 0;
              for (int i = 0; i < all.size(); i++) {
                Offsets offsets = known.resultAt(i);
                messages += offsets.lastStable() - offsets.logStart();
              }
              return new Counts(messages, 0, consumers.size(), 0, 0);
            })
        .recover(cause -> Future.failedFuture(worded(cause)));
  }

  Future<QueueDescription> describe() {
    return counts().map(counts -> new QueueDescription(name(), options(), owner, counts));
  }

  // ---- in words

  /** What fails, in words that its tenant knows. */
  Failure worded(Throwable cause) {
    Failure failure = BackendFailures.of(cause, "queue '" + name() + "'");
    return switch (failure) {
      case Failure.UnknownTopic gone -> unknown();
      case Failure.Unavailable now ->
          new Failure.Unavailable("queue '" + name() + "' cannot be used now; try again");
      default -> failure;
    };
  }

  Failure.UnknownTopic unknown() {
    return new Failure.UnknownTopic("queue '" + name() + "' does not exist");
  }
}
