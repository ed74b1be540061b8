package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.Claim;
import io.weir.backend.PartitionAppend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reigns over a state partition. */
final class ClaimSteps {
  private final LogSimulation simulation;
  private final AppendSteps appends;
  private final List<Claim> former = new ArrayList<>();
  private @Nullable Claim current;
  private long lastReign;

  ClaimSteps(LogSimulation simulation, AppendSteps appends) {
    this.simulation = simulation;
    this.appends = appends;
  }

  void step() {
    ModelPartition state = simulation.model.topics.get("state").partitions.getFirst();
    Claim claim = current;
    if (claim == null || simulation.random.nextInt(5) == 0) {
      claim(state);
    } else if (!former.isEmpty() && simulation.random.nextInt(3) == 0) {
      append(simulation.oneOf(former), state, true);
    } else if (simulation.random.nextInt(8) == 0) {
      release(claim);
    } else {
      append(claim, state, false);
    }
  }

  private void claim(ModelPartition state) {
    simulation.note("claim");
    try {
      Claim claim = simulation.answer(simulation.spi.log().claim(state.id));
      assertThat(claim.partition()).isEqualTo(state.id);
      assertThat(claim.reign()).isGreaterThan(lastReign);
      lastReign = claim.reign();
      if (current != null) {
        former.add(current);
      }
      current = claim;
      simulation.model.synced();
    } catch (BackendException e) {
      simulation.note("  refused");
    }
  }

  private void append(Claim claim, ModelPartition state, boolean fenced) {
    Map<ModelPartition, ModelBatch> call = new LinkedHashMap<>();
    call.put(state, appends.plainBatch(state));
    if (simulation.random.nextBoolean()) {
      ModelPartition other = appends.any();
      call.put(other, appends.plainBatch(other));
    }
    simulation.note("reign %d appends %s", claim.reign(), call);
    List<PartitionAppend> all = new ArrayList<>();
    call.forEach((at, batch) -> all.add(new PartitionAppend(at.id, AppendSteps.buffer(batch))));
    if (fenced) {
      appends.settle(call, claim.append(all), Fenced.class);
      assertThat(state.batches.values()).doesNotContain(call.get(state));
    } else {
      appends.settle(call, claim.append(all));
    }
  }

  /** It ends without a successor. */
  private void release(Claim claim) {
    simulation.note("reign %d is released", claim.reign());
    try {
      simulation.answer(claim.release());
      former.add(claim);
      current = null;
    } catch (BackendException e) {
      simulation.note("  refused");
    }
  }

  void restarted() {
    current = null;
    former.clear();
  }
}
