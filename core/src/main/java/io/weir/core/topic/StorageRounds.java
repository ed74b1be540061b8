package io.weir.core.topic;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.TopicStore;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round the tenants whose storage is limited, again and again, and says to the limits how much
 * they keep. Some topics are asked for at a time, and the next once these are answered; a round
 * that takes long is followed by a long pause. So it costs a backend little, however many topics
 * there are, and no event loop anything.
 */
public final class StorageRounds {
  private static final Logger LOG = LoggerFactory.getLogger(StorageRounds.class);

  /** In one question, of however many tenants they are. */
  static final int TOPICS_AT_ONCE = 1_000;

  /** Between the end of a round and the next one, at least. */
  private static final long PAUSE_MILLIS = 2_000;

  /** So many times as long as a round is the pause that follows it, at least. */
  private static final long PAUSE_FOR_ROUND = 10;

  private final Vertx vertx;
  private final ContextInternal context;
  private final TopicStore store;
  private final Topics topics;
  private final Limits limits;
  private final long pauseMillis;
  private volatile boolean ended;
  private boolean failing;
  private long begun;

  private StorageRounds(
      Vertx vertx, TopicStore store, Topics topics, Limits limits, long pauseMillis) {
    this.vertx = vertx;
    this.context = ((VertxInternal) vertx).createWorkerContext();
    this.store = store;
    this.topics = topics;
    this.limits = limits;
    this.pauseMillis = pauseMillis;
  }

  /** Begins, on threads that may block. */
  public static StorageRounds begin(Vertx vertx, TopicStore store, Topics topics, Limits limits) {
    return begin(vertx, store, topics, limits, PAUSE_MILLIS);
  }

  static StorageRounds begin(
      Vertx vertx, TopicStore store, Topics topics, Limits limits, long pauseMillis) {
    StorageRounds rounds = new StorageRounds(vertx, store, topics, limits, pauseMillis);
    rounds.later(rounds::begin);
    return rounds;
  }

  /** Says and asks nothing more. Any thread. */
  public void end() {
    ended = true;
  }

  private void later(Runnable work) {
    context.runOnContext(
        now -> {
          if (!ended) {
            work.run();
          }
        });
  }

  private void begin() {
    begun = System.nanoTime();
    ask(new Round(limits.storageLimited().iterator()));
  }

  private void ask(Round round) {
    List<UUID> some = round.next();
    if (some.isEmpty()) {
      round.tell(new long[0]);
      if (failing) {
        failing = false;
        LOG.info("What tenants keep is measured again");
      }
      pause();
      return;
    }
    store
        .sizes(some)
        .onComplete(
            sizes ->
                later(
                    () -> {
                      round.tell(sizes);
                      ask(round);
                    }),
            this::failed);
  }

  /** Until it is known again, what is published is added to what was known last. */
  private void failed(Throwable cause) {
    if (!failing && !ended) {
      failing = true;
      LOG.warn("What tenants keep cannot be measured: {}", cause.toString());
    }
    pause();
  }

  private void pause() {
    if (!ended) {
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      long pause = Math.max(pauseMillis, PAUSE_FOR_ROUND * took);
      vertx.setTimer(pause, due -> later(this::begin));
    }
  }

  /** One time round. */
  private final class Round {
    private final Iterator<Tenant> tenants;
    private @Nullable Counted current;

    /** Those whose topics were asked for last, in the order of these. */
    private final List<Counted> asked = new ArrayList<>();

    Round(Iterator<Tenant> tenants) {
      this.tenants = tenants;
    }

    /** The next topics to ask for; none at the end. */
    List<UUID> next() {
      List<UUID> some = new ArrayList<>(TOPICS_AT_ONCE);
      Counted counted = current;
      while (some.size() < TOPICS_AT_ONCE && (counted != null || tenants.hasNext())) {
        if (counted == null) {
          counted = new Counted(tenants.next());
        }
        counted.addTo(some);
        asked.add(counted);
        counted = counted.hasMore() ? counted : null;
      }
      current = counted;
      return some;
    }

    /** Takes the answer, and says what is known whole now. */
    void tell(long[] sizes) {
      int at = 0;
      for (Counted counted : asked) {
        at = counted.take(sizes, at);
        if (!counted.hasMore()) {
          limits.stored(counted.tenant, counted.bytes, counted.published);
        }
      }
      asked.clear();
    }
  }

  /** A tenant in a round. */
  private final class Counted {
    private final Tenant tenant;
    private final long published;
    private final Iterator<Topic> rest;
    private int asked;
    private long bytes;

    Counted(Tenant tenant) {
      this.tenant = tenant;
      this.published = limits.published(tenant); // before anything is measured
      this.rest = topics.all(tenant).iterator();
    }

    boolean hasMore() {
      return rest.hasNext();
    }

    void addTo(List<UUID> some) {
      asked = 0;
      while (some.size() < TOPICS_AT_ONCE && rest.hasNext()) {
        some.add(rest.next().id());
        asked++;
      }
    }

    /** Adds up what is its own from some place on; where the next one's begins. */
    int take(long[] sizes, int from) {
      for (int i = from; i < from + asked; i++) {
        bytes += sizes[i];
      }
      return from + asked;
    }
  }
}
