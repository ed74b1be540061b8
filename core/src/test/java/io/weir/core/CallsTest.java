package io.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked of the core is asked on somebody's behalf. */
class CallsTest {
  /**
   * Parts that are the gateway's own and no client's: what they hold is nobody's or everybody's.
   * Which tenants there are, heads tell administrators alone.
   */
  private static final Set<String> OF_THE_GATEWAY =
      Set.of("cluster", "capabilities", "state", "events", "tenants");

  /** Calls of the gateway's own on the other parts. */
  private static final Set<String> CALLS_OF_THE_GATEWAY =
      Set.of(
          "topics.all",
          "topics.byId",
          "topics.onChange",
          "topics.origin",
          "publisher.close",
          "limits.storageLimited");

  static List<RecordComponent> partsForClients() {
    return Stream.of(Core.class.getRecordComponents())
        .filter(part -> !OF_THE_GATEWAY.contains(part.getName()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("partsForClients")
  void everyCallNamesItsCallerOrTenantFirst(RecordComponent part) {
    List<Method> calls =
        Stream.of(part.getType().getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(
                method -> !CALLS_OF_THE_GATEWAY.contains(part.getName() + "." + method.getName()))
            .toList();
    assertThat(calls).isNotEmpty();
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(List.of(call.getParameterTypes()))
                    .first()
                    .isIn(Caller.class, Tenant.class));
  }
}
