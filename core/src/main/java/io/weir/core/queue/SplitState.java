package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.PartitionAppend;
import io.weir.core.state.StateLog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state log whose appends elsewhere may be for partitions in memory, too: these get what is
 * theirs once the rest is durable.
 */
record SplitState(StateLog state, QueueLog log) implements StateLog {
  private static final Logger LOG = LoggerFactory.getLogger(SplitState.class);

  @Override
  public Future<Long> replay(Replay replay) {
    return state.replay(replay);
  }

  @Override
  public Append append(ByteBuf batch) {
    return state.append(batch);
  }

  @Override
  public Append append(ByteBuf batch, List<PartitionAppend> others) {
    List<PartitionAppend> toLog = new ArrayList<>();
    List<PartitionAppend> toMemory = new ArrayList<>();
    others.forEach(each -> (log.isInMemory(each.partition()) ? toMemory : toLog).add(each));
    Append append = toLog.isEmpty() ? state.append(batch) : state.append(batch, toLog);
    if (toMemory.isEmpty()) {
      return append;
    }
    return new Append(
        append.nextOffset(),
        append
            .durable()
            .onSuccess(done -> toMemory.forEach(this::store))
            .onFailure(cause -> toMemory.forEach(each -> each.batch().release())));
  }

  private void store(PartitionAppend each) {
    log.append(each.partition(), each.batch())
        .onFailure(cause -> LOG.debug("A queue in memory is gone: {}", cause.getMessage()));
  }

  @Override
  public long nextOffset() {
    return state.nextOffset();
  }

  @Override
  public Future<Void> trim(long beforeOffset) {
    return state.trim(beforeOffset);
  }

  @Override
  public Future<Void> close() {
    return state.close();
  }
}
