package io.weir.core.topic;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Topics being created because somebody used their names: one creation for all who ask at once. */
final class FirstUses {
  private final ConcurrentMap<TopicKey, Future<Topic>> underWay = new ConcurrentHashMap<>();

  Future<Topic> of(TopicKey key, Supplier<Future<Topic>> creation) {
    Promise<Topic> mine = Promise.promise();
    Future<Topic> before = underWay.putIfAbsent(key, mine.future());
    if (before != null) {
      return before;
    }
    creation
        .get()
        .onComplete(
            created -> {
              underWay.remove(key);
              mine.handle(created);
            });
    return mine.future();
  }
}
