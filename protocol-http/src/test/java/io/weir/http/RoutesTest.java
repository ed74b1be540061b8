package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.command.Route;
import io.weir.http.command.Routes;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RoutesTest {
  static final List<Route> ROUTES = Routes.ALL;

  private static final List<Class<?>> TESTS =
      List.of(PublishTest.class, ReadRecordsTest.class, TopicsTest.class, AdministrationTest.class);

  @ParameterizedTest
  @FieldSource("ROUTES")
  void everyRouteHasATestOfItsBehaviour(Route route) {
    assertThat(exercised()).contains(route.toString());
  }

  @Test
  void noTestIsOfARouteThatIsGone() {
    List<String> routes = ROUTES.stream().map(Route::toString).toList();
    assertThat(exercised()).isSubsetOf(routes);
  }

  private static List<String> exercised() {
    return TESTS.stream()
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(RoutesTest::isTest)
        .filter(method -> method.isAnnotationPresent(Exercises.class))
        .flatMap(method -> Stream.of(method.getAnnotation(Exercises.class).value()))
        .toList();
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
