package io.weir.tests.twins;

import static io.weir.tests.twins.SharedByTwo.LEFT;
import static io.weir.tests.twins.SharedByTwo.RIGHT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs suites in two JVMs at once, in step: each test begins when both have come to it. */
final class Twins implements AutoCloseable {
  private final Twin left;
  private final Twin right;

  Twins(List<SharedByTwo> servers) throws IOException {
    this.left = new Twin(LEFT, options(servers, LEFT));
    this.right = new Twin(RIGHT, options(servers, RIGHT));
  }

  private static List<String> options(List<SharedByTwo> servers, String tenant) {
    return servers.stream().flatMap(server -> server.options(tenant).stream()).toList();
  }

  /** How each test of a suite came out. Fails where the two do not find the same tests. */
  List<Step> run(Class<?> suite) throws InterruptedException {
    left.run(suite);
    right.run(suite);
    List<Step> steps = new ArrayList<>();
    while (true) {
      Step step = new Step(left.next(), right.next());
      if (!step.left().isInStepWith(step.right())) {
        throw new AssertionError("out of step:\n" + step.left() + "\n" + step.right());
      }
      switch (step.left().what()) {
        case READY -> {
          left.go();
          right.go();
        }
        case ENDED -> steps.add(step);
        case DONE -> {
          return steps;
        }
      }
    }
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
