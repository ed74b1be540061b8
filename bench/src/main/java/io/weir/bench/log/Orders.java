package io.weir.bench.log;

import io.weir.bench.backend.Order;

/** Orders that several trials give. */
final class Orders {
  private Orders() {}

  /** Topics of one partition or more that keep everything. */
  static Order create(String set, int topics, int partitions, Plan plan) {
    return new Order.Create(set, topics, partitions, plan.promise(), -1);
  }

  /** The fixed rate, with nobody reading. */
  static Order pace(String set, int batchBytes, Plan plan) {
    return new Order.Pace(
        set, batchBytes, plan.rate(), plan.seconds(), new Order.Reading.Nothing());
  }

  /** Full speed, with so many calls under way. */
  static Order write(String set, int batchBytes, int callers, Plan plan) {
    return new Order.Write(set, batchBytes, callers, plan.seconds(), plan.turnBytes(), false);
  }
}
