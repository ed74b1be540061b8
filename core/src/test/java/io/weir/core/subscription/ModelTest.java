package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.subscription.SubscriptionOptions.Bounds;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random operations, ends and crashes against a model that knows of each message where it is. What
 * holds, whatever comes: nothing is lost; what is in somebody's hands, not due, or durably settled
 * is not delivered; what comes first is delivered first; who gets a message that anybody had before
 * is told so, and how often it failed; and in the end everything has been settled once.
 */
class ModelTest {
  private static final int STEPS = 300;

  private static final SubscriptionOptions OPTIONS =
      SubscriptionOptions.DEFAULT.withBounds(new Bounds(20, 3_000, 10, 10));

  @Property(tries = 300)
  void nothingIsLostAndNothingThatIsSettledComesBack(@ForAll long seed) {
    run(seed, OPTIONS);
  }

  @Property(tries = 200)
  void theSameHoldsWithDeadLettersAndADeliveryLimit(@ForAll long seed) {
    run(seed, OPTIONS.withDeadLetters(true).withDeliveryLimit(2));
  }

  @Property(tries = 200)
  void theSameHoldsWhereRetriesAreDelayed(@ForAll long seed, @ForAll Retry.Returns of) {
    run(seed, OPTIONS.withRetry(new Retry(of, 30, 100)));
  }

  @Property(tries = 200)
  void theSameHoldsWhereOneConsumerIsActive(@ForAll long seed) {
    run(seed, OPTIONS.withSingleActive(true));
  }

  private static void run(long seed, SubscriptionOptions options) {
    Random random = new Random(seed);
    Model model = new Model(options, random);
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(12)) {
        case 0, 1 -> model.publish(1 + random.nextInt(5));
        case 2 -> model.attach();
        case 3 -> model.detachSomebody();
        case 4, 5, 6, 7 -> model.settleSome();
        case 8, 9 -> model.write();
        case 10 -> model.pass(random.nextInt(40));
        default -> {
          switch (random.nextInt(6)) {
            case 0 -> model.crash();
            case 1 -> model.restart();
            case 2 -> model.renewSomething();
            default -> model.read();
          }
        }
      }
      model.pump();
    }
    model.finish();
    List<Long> missing = new ArrayList<>(model.unfinished());
    assertThat(missing).as("seed %d: published, and neither settled nor buried", seed).isEmpty();
  }
}
