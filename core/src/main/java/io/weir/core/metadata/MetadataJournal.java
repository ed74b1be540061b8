package io.weir.core.metadata;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.core.state.StateLogs;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small map whose changes are records of an internal topic, one writer at a time. Reads are
 * answered from memory on any thread; a change is durable when its future completes.
 *
 * <p>The topic is kept short without the backend's help: when most of what it holds is superseded,
 * all live entries are written again and what lies before them is trimmed. After a failed append
 * nobody knows what of the last changes is in the topic, so the next change claims it again and
 * writes everything; only another owner is final.
 */
public final class MetadataJournal {
  static final String TOPIC = "metadata";

  /** Superseded records that may lie in the topic before it is written anew. */
  static final int SUPERSEDED = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(MetadataJournal.class);

  private final StateLogs logs;

  /** As JSON text, which takes a fraction of what its objects would. */
  private final Map<String, String> entries = new ConcurrentHashMap<>();

  /** Guards what follows, and makes the order of changes in memory that of their records. */
  private final Object order = new Object();

  private StateLog log;
  private int recordsInTopic;
  private @Nullable Failure failed;
  private @Nullable Future<Void> rewriting;
  private boolean closed;

  private MetadataJournal(StateLogs logs, StateLog log) {
    this.logs = logs;
    this.log = log;
  }

  /** Claims the topic, creating it on the first start, and reads it. */
  public static Future<MetadataJournal> open(StateLogs logs) {
    return logs.ensure(TOPIC, 1)
        .compose(partitions -> logs.open(TOPIC, 0))
        .compose(
            log -> {
              MetadataJournal journal = new MetadataJournal(logs, log);
              return log.replay(batch -> Entries.read(batch, journal::replay))
                  .compose(end -> journal.shorten())
                  .map(journal);
            });
  }

  /** What is written under a key. */
  public Optional<JsonObject> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(JsonObject::new);
  }

  /** Whether something is written under a key. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The keys that begin like this, in no particular order. */
  public List<String> keys(String prefix) {
    return entries.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  /** Writes an entry, in the place of what was there. */
  public Future<Void> put(String key, JsonObject value) {
    return change(key, value.encode());
  }

  /** Forgets an entry. */
  public Future<Void> remove(String key) {
    return change(key, null);
  }

  /** Why nothing can be written any more: another has taken over, or this one is closed. */
  public Optional<Failure> refusal() {
    synchronized (order) {
      if (closed) {
        return Optional.of(new Failure.Unavailable("the gateway is stopping"));
      }
      return failed instanceof Failure.Fenced ? Optional.of(failed) : Optional.empty();
    }
  }

  /** Lets go of the topic once all changes made so far are durable. Idempotent. */
  public Future<Void> close() {
    synchronized (order) {
      closed = true;
      return log.close();
    }
  }

  /**
   * Writes some entries, in the place of what was there, and forgets others, in one step: after a
   * crash all of it has happened, or none.
   *
   * @param changes by their keys; empty for what is to be forgotten. No more than fits into a batch
   */
  public Future<Void> putAll(Map<String, Optional<JsonObject>> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<String, Optional<String>> texts = new LinkedHashMap<>();
    changes.forEach((key, value) -> texts.put(key, value.map(JsonObject::encode)));
    return change(texts);
  }

  private Future<Void> change(String key, @Nullable String value) {
    return change(Map.of(key, Optional.ofNullable(value)));
  }

  private Future<Void> change(Map<String, Optional<String>> changes) {
    synchronized (order) {
      Optional<Failure> refusal = refusal();
      if (refusal.isPresent()) {
        return Future.failedFuture(refusal.get());
      }
      changes.forEach(
          (key, value) ->
              value.ifPresentOrElse(text -> entries.put(key, text), () -> entries.remove(key)));
      if (failed != null) {
        return reclaim().compose(done -> appendNow(changes.keySet()));
      }
      return appendNow(changes.keySet()).onSuccess(done -> shorten());
    }
  }

  /** Appends entries as they are now, so that the last record of a key is its newest state. */
  private Future<Void> appendNow(Set<String> keys) {
    synchronized (order) {
      recordsInTopic += keys.size();
      return append(Entries.batch(keys, entries));
    }
  }

  private Future<Void> append(ByteBuf batch) {
    return log.append(batch).durable().onFailure(this::failed);
  }

  private void failed(Throwable cause) {
    synchronized (order) {
      if (failed == null || cause instanceof Failure.Fenced) {
        failed = BackendFailures.of(cause, "the metadata");
      }
    }
  }

  private Future<Void> reclaim() {
    if (rewriting != null) {
      return rewriting;
    }
    LOG.warn("Claiming the metadata topic again after a failure");
    return rewriting(
        () ->
            log.close() // what it still has on its way fails, and is not mistaken for news
                .transform(closed -> logs.open(TOPIC, 0))
                .compose(
                    opened -> {
                      synchronized (order) {
                        log = opened;
                        failed = null;
                      }
                      return rewrite();
                    }));
  }

  /**
   * Writes all entries again, for logs that cannot keep records for ever: done often enough, none
   * grows too old.
   */
  public Future<Void> refresh() {
    synchronized (order) {
      Optional<Failure> refusal = refusal();
      if (refusal.isPresent()) {
        return Future.failedFuture(refusal.get());
      }
      if (failed != null) {
        return reclaim();
      }
      return rewriting == null ? rewriting(this::rewrite) : rewriting;
    }
  }

  /** Begins a rewriting, which is known before it begins, for it may end at once. */
  private Future<Void> rewriting(Supplier<Future<Void>> work) {
    Promise<Void> ended = Promise.promise();
    rewriting = ended.future();
    work.get()
        .onComplete(
            done -> {
              synchronized (order) {
                rewriting = null;
              }
              ended.handle(done);
            });
    return ended.future();
  }

  private Future<Void> shorten() {
    synchronized (order) {
      return recordsInTopic > 2 * entries.size() + SUPERSEDED
          ? refresh()
          : Future.succeededFuture();
    }
  }

  private Future<Void> rewrite() {
    synchronized (order) {
      StateLog target = log;
      long from = target.nextOffset();
      recordsInTopic = entries.size();
      return rewrite(List.copyOf(entries.keySet()).iterator()).compose(all -> trim(target, from));
    }
  }

  /**
   * One batch after another, for a state log takes only so much at once; each has its entries as
   * they are when it is written.
   */
  private Future<Void> rewrite(Iterator<String> keys) {
    synchronized (order) {
      ByteBuf batch = Entries.batch(keys, entries);
      return batch == null
          ? Future.succeededFuture()
          : append(batch).compose(written -> rewrite(keys));
    }
  }

  /** What cannot be trimmed now is superseded all the same, and goes the next time. */
  private static Future<Void> trim(StateLog log, long before) {
    return log.trim(before)
        .recover(
            cause -> {
              LOG.warn("The metadata topic was not shortened: {}", cause.getMessage());
              return Future.succeededFuture();
            });
  }

  private void replay(String key, @Nullable String value) {
    recordsInTopic++;
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }
}
