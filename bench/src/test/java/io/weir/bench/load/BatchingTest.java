package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchingTest {
  @Test
  void withoutASizeTheProducerKeepsItsDefaults() {
    assertThat(new Batching(0).settings()).isEmpty();
  }

  @Test
  void aBatchOfAGivenSizeIsWaitedForAndFitsIntoARequest() {
    assertThat(new Batching(1_000_000).settings())
        .containsEntry("batch.size", "1000000")
        .containsEntry("linger.ms", "100")
        .containsEntry("max.request.size", "1048576");
  }
}
