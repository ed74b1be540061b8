package io.weir.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
  private static final TenantNames ACME = new TenantNames("acme/");

  private static byte[] subscription(short version) {
    ByteBuffer bytes =
        ConsumerProtocol.serializeSubscription(
            new ConsumerPartitionAssignor.Subscription(
                List.of("orders", "payments"),
                ByteBuffer.wrap(new byte[] {9, 8, 7}),
                List.of(new TopicPartition("orders", 3)),
                5,
                Optional.of("rack")),
            version);
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  private static byte[] in(byte[] bytes) {
    return Subscription.map(bytes, name -> true, ACME::in);
  }

  private static byte[] out(byte[] bytes) {
    return Subscription.map(bytes, ACME::holds, ACME::out);
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, 1, 2, 3})
  void itsTopicsAreTheTenantsAndComeBackAsTheyWere(short version) {
    byte[] original = subscription(version);
    byte[] inside = in(original);
    var read = ConsumerProtocol.deserializeSubscription(ByteBuffer.wrap(inside));
    assertThat(read.topics()).containsExactly("acme/orders", "acme/payments");
    assertThat(read.userData()).isEqualTo(ByteBuffer.wrap(new byte[] {9, 8, 7}));
    assertThat(out(inside)).isEqualTo(original);
  }

  /** What is no subscription may come in any shape, and comes back as it was. */
  @Property
  void whateverAMemberSaysComesBackToTheOthersAsItWas(@ForAll byte[] anything) {
    assertThat(out(in(anything))).isEqualTo(anything);
  }

  @Test
  void anEmptySubscriptionStaysEmpty() {
    byte[] none = {0, 0, 0, 0, 0, 0, -1, -1, -1, -1};
    assertThat(in(none)).isEqualTo(none);
  }
}
