package io.weir.core.route;

import java.util.function.Consumer;

/**
 * One binding after the other: all of them, or those whose arguments match the message's headers.
 * The latter costs what there are bindings, as nothing tells beforehand which headers they look at.
 */
record AllMatcher(PersistentMap<Binding, Binding> bindings, boolean byHeaders) implements Matcher {

  @Override
  public Matcher plus(Binding binding) {
    return new AllMatcher(bindings.plus(binding, binding), byHeaders);
  }

  @Override
  public Matcher minus(Binding binding) {
    return new AllMatcher(bindings.minus(binding), byHeaders);
  }

  @Override
  public void match(Envelope envelope, Consumer<Destination> to) {
    bindings.forEach(
        (binding, same) -> {
          if (!byHeaders || matches(binding, envelope)) {
            to.accept(binding.destination());
          }
        });
  }

  private static boolean matches(Binding binding, Envelope envelope) {
    HeaderMatch match = binding.match() == null ? HeaderMatch.ALL : binding.match();
    return match.matches(binding.arguments(), envelope);
  }
}
