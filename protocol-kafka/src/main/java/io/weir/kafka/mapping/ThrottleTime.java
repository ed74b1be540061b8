package io.weir.kafka.mapping;

import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/** How a response says for how long its client is to keep quiet (KIP-219). */
public final class ThrottleTime {
  private ThrottleTime() {}

  /** Says it in a response; a version that has no room for it leaves it out. */
  public static void tell(ApiMessage response, long throttleMillis) {
    int millis = (int) Math.min(throttleMillis, Integer.MAX_VALUE);
    switch (response) {
      case ProduceResponseData told -> told.setThrottleTimeMs(millis);
      case FetchResponseData told -> told.setThrottleTimeMs(millis);
      case ListOffsetsResponseData told -> told.setThrottleTimeMs(millis);
      case MetadataResponseData told -> told.setThrottleTimeMs(millis);
      case OffsetCommitResponseData told -> told.setThrottleTimeMs(millis);
      case OffsetFetchResponseData told -> told.setThrottleTimeMs(millis);
      case FindCoordinatorResponseData told -> told.setThrottleTimeMs(millis);
      case JoinGroupResponseData told -> told.setThrottleTimeMs(millis);
      case HeartbeatResponseData told -> told.setThrottleTimeMs(millis);
      case LeaveGroupResponseData told -> told.setThrottleTimeMs(millis);
      case SyncGroupResponseData told -> told.setThrottleTimeMs(millis);
      case DescribeGroupsResponseData told -> told.setThrottleTimeMs(millis);
      case ListGroupsResponseData told -> told.setThrottleTimeMs(millis);
      case DeleteGroupsResponseData told -> told.setThrottleTimeMs(millis);
      case ApiVersionsResponseData told -> told.setThrottleTimeMs(millis);
      case CreateTopicsResponseData told -> told.setThrottleTimeMs(millis);
      case DeleteTopicsResponseData told -> told.setThrottleTimeMs(millis);
      case InitProducerIdResponseData told -> told.setThrottleTimeMs(millis);
      case OffsetForLeaderEpochResponseData told -> told.setThrottleTimeMs(millis);
      case DescribeConfigsResponseData told -> told.setThrottleTimeMs(millis);
      case CreatePartitionsResponseData told -> told.setThrottleTimeMs(millis);
      case IncrementalAlterConfigsResponseData told -> told.setThrottleTimeMs(millis);
      case DescribeClusterResponseData told -> told.setThrottleTimeMs(millis);
      default ->
          throw new IllegalArgumentException("a response that says no such time: " + response);
    }
  }
}
