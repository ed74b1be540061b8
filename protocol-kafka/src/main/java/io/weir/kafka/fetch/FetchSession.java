package io.weir.kafka.fetch;

import io.weir.backend.Offsets;
import io.weir.core.tenant.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a client has said it wants, and what it was last told of each partition, so that neither is
 * repeated (KIP-227). Thread-safe: a client may come back on another connection.
 */
final class FetchSession {
  private final int id;
  private final Caller owner;
  private final boolean byId;
  private final long createdMillis;

  private final Map<FetchTarget.Key, Told> partitions = new LinkedHashMap<>();
  private int epoch = FetchMetadata.nextEpoch(FetchMetadata.INITIAL_EPOCH);
  private volatile long usedMillis;
  private volatile int size;

  /** A partition of the session. */
  private static final class Told {
    FetchTarget target;
    long highWatermark = -1;
    long logStart = -1;

    Told(FetchTarget target) {
      this.target = target;
    }

    /** Whether the client must hear of this read; notes what it hears. */
    boolean hears(PartitionRead read) {
      if (read.error() != Errors.NONE || read.divergence() != null) {
        // Told again, and told when it is over.
        highWatermark = -1;
        return true;
      }
      Offsets offsets = read.offsets();
      long seenHighWatermark = offsets == null ? -1 : offsets.highWatermark();
      long seenLogStart = offsets == null ? -1 : offsets.logStart();
      boolean news =
          read.bytes() > 0 || seenHighWatermark != highWatermark || seenLogStart != logStart;
      highWatermark = seenHighWatermark;
      logStart = seenLogStart;
      return news;
    }
  }

  FetchSession(int id, Caller owner, boolean byId, List<PartitionRead> first, long now) {
    this.id = id;
    this.owner = owner;
    this.byId = byId;
    this.createdMillis = now;
    this.usedMillis = now;
    for (PartitionRead read : first) {
      Told told = new Told(read.target());
      told.hears(read);
      partitions.put(read.target().key(), told);
    }
    this.size = partitions.size();
  }

  int id() {
    return id;
  }

  int size() {
    return size;
  }

  long createdMillis() {
    return createdMillis;
  }

  long usedMillis() {
    return usedMillis;
  }

  boolean belongsTo(Caller caller) {
    return owner.tenant().equals(caller.tenant())
        && owner.principal().name().equals(caller.principal().name());
  }

  /**
   * Takes the next request of the client.
   *
   * @return what is wrong with it, or null
   */
  synchronized @Nullable Errors advance(
      int requestEpoch,
      boolean requestById,
      List<FetchTarget> changed,
      List<FetchTarget.Key> forgotten,
      long now) {
    if (requestEpoch != epoch) {
      return Errors.INVALID_FETCH_SESSION_EPOCH;
    }
    if (requestById != byId) {
      return Errors.FETCH_SESSION_TOPIC_ID_ERROR;
    }
    for (FetchTarget target : changed) {
      Told told = partitions.get(target.key());
      if (told == null) {
        partitions.put(target.key(), new Told(target));
      } else {
        told.target = target;
      }
    }
    for (FetchTarget.Key key : forgotten) {
      partitions.remove(key);
    }
    size = partitions.size();
    epoch = FetchMetadata.nextEpoch(epoch);
    usedMillis = now;
    return null;
  }

  /** All that the client wants, in the order in which it is to be read. */
  synchronized List<FetchTarget> targets() {
    List<FetchTarget> targets = new ArrayList<>(partitions.size());
    for (Told told : partitions.values()) {
      targets.add(told.target);
    }
    return targets;
  }

  /**
   * What of the reads the client must hear. Partitions that gave it data go to the end of the
   * order, so that all have their turn.
   */
  synchronized List<PartitionRead> news(List<PartitionRead> reads) {
    List<PartitionRead> news = new ArrayList<>();
    for (PartitionRead read : reads) {
      Told told = partitions.get(read.target().key());
      if (told == null) {
        news.add(read);
      } else if (told.hears(read)) {
        news.add(read);
        if (read.bytes() > 0) {
          partitions.remove(read.target().key());
          partitions.put(read.target().key(), told);
        }
      }
    }
    return news;
  }
}
