package io.weir.gateway.config;

import io.weir.core.limit.ConnectionLimits;
import io.weir.core.limit.Rate;
import io.weir.core.limit.Rates;
import io.weir.core.limit.TenantLimits;
import io.weir.core.limit.UserLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the limits' own records of a tenant's file: what is not given is not limited. */
final class TenantLimitsMapper {
  private TenantLimitsMapper() {}

  static TenantLimits limits(TenantFile file) {
    TenantLimitsConfig limits = file.limits();
    Map<String, UserLimits> users = new HashMap<>();
    for (UserConfig user : file.users()) {
      UserLimits own = user(user.limits());
      if (!own.equals(UserLimits.UNLIMITED)) {
        TenantMapper.userName(user.name()).ifPresent(name -> users.put(name, own));
      }
    }
    var each = limits.eachConnection();
    return new TenantLimits(
        rates(limits.publish()),
        rates(limits.consume()),
        rate(limits.requests()),
        rate(limits.connectionRate()),
        number(limits.connections()),
        number(limits.topics()),
        limits.storage().map(Bytes::count).orElse(Long.MAX_VALUE),
        limits
            .messageSize()
            .map(it -> Math.clamp(it.count(), 1, Integer.MAX_VALUE))
            .orElse(Integer.MAX_VALUE),
        number(limits.queues()),
        number(limits.sessions()),
        number(limits.retained()),
        users,
        new ConnectionLimits(rates(each.publish()), rates(each.consume()), rate(each.requests())));
  }

  private static UserLimits user(UserLimitsConfig limits) {
    return new UserLimits(
        rates(limits.publish()),
        rates(limits.consume()),
        rate(limits.requests()),
        number(limits.connections()));
  }

  private static Rates rates(RatesConfig rates) {
    return new Rates(
        rate(rates.messages()),
        rates.bytes().map(it -> Rate.perSecond(it.bytesPerSecond())).orElse(Rate.UNLIMITED));
  }

  private static Rate rate(Optional<Frequency> frequency) {
    return frequency.map(it -> Rate.perSecond(it.perSecond())).orElse(Rate.UNLIMITED);
  }

  private static int number(Optional<Integer> number) {
    return number.orElse(Integer.MAX_VALUE);
  }
}
