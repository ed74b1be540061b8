package io.weir.kafka.fetch;

import io.weir.core.tenant.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of all clients (KIP-227), as many as fit. A client without one fetches all the
 * same, it only has to name all its partitions each time. Thread-safe.
 *
 * <p>A new session takes the place of one that has not been used for {@link #IDLE_MILLIS}, or of a
 * smaller one that is at least as old.
 */
public final class FetchSessions {
  /** The most sessions. */
  public static final int MAX_SESSIONS = 1_000;

  /** The most partitions in all sessions. */
  static final int MAX_PARTITIONS = 1_000_000;

  /** After so long another may take a session's place. */
  static final long IDLE_MILLIS = 120_000;

  private final int maxSessions;
  private final int maxPartitions;
  private final LongSupplier clock;
  private final Map<Integer, FetchSession> sessions = new HashMap<>();

  /** Partitions in all sessions. */
  private long partitions;

  public FetchSessions() {
    this(MAX_SESSIONS, MAX_PARTITIONS, System::currentTimeMillis);
  }

  FetchSessions(int maxSessions, int maxPartitions, LongSupplier clock) {
    this.maxSessions = maxSessions;
    this.maxPartitions = maxPartitions;
    this.clock = clock;
  }

  /**
   * What a request means.
   *
   * @param byId whether it names topics by their ids
   */
  public synchronized FetchContext open(
      Caller caller,
      int sessionId,
      int epoch,
      boolean byId,
      List<FetchTarget> named,
      List<FetchTarget.Key> forgotten) {
    if (epoch == FetchMetadata.INITIAL_EPOCH || epoch == FetchMetadata.FINAL_EPOCH) {
      remove(owned(caller, sessionId));
      return epoch == FetchMetadata.INITIAL_EPOCH && !named.isEmpty()
          ? new FetchContext.Opening(this, caller, byId, named)
          : new FetchContext.Alone(named);
    }
    FetchSession session = owned(caller, sessionId);
    if (session == null) {
      return new FetchContext.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }
    int before = session.size();
    Errors fault = session.advance(epoch, byId, named, forgotten, clock.getAsLong());
    if (fault != null) {
      return new FetchContext.Refused(fault);
    }
    partitions += session.size() - before;
    if (session.size() == 0) {
      remove(session);
      return new FetchContext.Alone(List.of());
    }
    if (partitions > maxPartitions) {
      remove(session);
      return new FetchContext.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }
    return new FetchContext.Continuing(session);
  }

  /**
   * Opens a session if there is room for one.
   *
   * @return its id, or 0
   */
  synchronized int create(Caller caller, boolean byId, List<PartitionRead> first) {
    long now = clock.getAsLong();
    if (sessions.size() >= maxSessions) {
      remove(replaceable(first.size(), now));
    }
    if (sessions.size() >= maxSessions || partitions + first.size() > maxPartitions) {
      return FetchMetadata.INVALID_SESSION_ID;
    }
    int id;
    do {
      id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    } while (sessions.containsKey(id));
    FetchSession session = new FetchSession(id, caller, byId, first, now);
    sessions.put(id, session);
    partitions += session.size();
    return id;
  }

  private @Nullable FetchSession owned(Caller caller, int id) {
    FetchSession session = sessions.get(id);
    return session != null && session.belongsTo(caller) ? session : null;
  }

  private void remove(@Nullable FetchSession session) {
    if (session != null) {
      sessions.remove(session.id());
      partitions -= session.size();
    }
  }

  private @Nullable FetchSession replaceable(int size, long now) {
    FetchSession best = null;
    for (FetchSession session : sessions.values()) {
      if (now - session.usedMillis() > IDLE_MILLIS) {
        return session;
      }
      if (session.size() < size
          && now - session.createdMillis() > IDLE_MILLIS
          && (best == null || session.size() < best.size())) {
        best = session;
      }
    }
    return best;
  }
}
