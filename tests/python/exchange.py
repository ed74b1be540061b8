"""What a kafka-python producer sends, a kafka-python group receives; the successor goes on where the group committed.

Usage: exchange.py BOOTSTRAP TOPIC, as KAFKA_USER with KAFKA_PASSWORD if these are in the environment.
"""

import os
import sys
import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

bootstrap, topic = sys.argv[1:]
# A server that has much to do may take longer to say which versions it has than the client waits by itself.
server = {"bootstrap_servers": bootstrap, "api_version_auto_timeout_ms": 30000}
if "KAFKA_USER" in os.environ:
    server.update(
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-256",
        sasl_plain_username=os.environ["KAFKA_USER"],
        sasl_plain_password=os.environ["KAFKA_PASSWORD"],
    )


def show(value):
    return "null" if value is None else repr(value.decode())


def create_topic():
    admin = KafkaAdminClient(**server)
    admin.create_topics([NewTopic(topic, num_partitions=2, replication_factor=1)])
    # A broker of Apache Kafka does not know a topic at once.
    deadline = time.monotonic() + 30
    while topic not in admin.list_topics() and time.monotonic() < deadline:
        time.sleep(0.05)
    print("created", topic in admin.list_topics())
    admin.close()


def send(partition, messages, **settings):
    producer = KafkaProducer(acks="all", **server, **settings)
    for key, value, headers in messages:
        placed = producer.send(topic, value, key, headers, partition=partition, timestamp_ms=1000)
        metadata = placed.get(timeout=30)
        print("sent", metadata.partition, metadata.offset)
    producer.close()


def receive(count):
    consumer = KafkaConsumer(
        topic,
        group_id=topic + "-group",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        heartbeat_interval_ms=300,
        consumer_timeout_ms=30000,
        **server,
    )
    lines = []
    for record in consumer:
        headers = ",".join(name + "=" + value.decode() for name, value in record.headers)
        lines.append(
            "%d %d %s %s [%s] %d"
            % (record.partition, record.offset, show(record.key), show(record.value), headers, record.timestamp)
        )
        if len(lines) == count:
            break
    consumer.commit()
    consumer.close()
    print("\n".join(sorted(lines)))


def look_around():
    consumer = KafkaConsumer(**server)
    partition = TopicPartition(topic, 0)
    print("partitions", sorted(consumer.partitions_for_topic(topic)))
    print("begins", consumer.beginning_offsets([partition])[partition], "ends", consumer.end_offsets([partition])[partition])
    print("at", consumer.offsets_for_times({partition: 1000})[partition].offset)
    consumer.assign([partition])
    consumer.seek(partition, 2)
    print("sought", next(consumer).value.decode())
    consumer.close()


create_topic()
send(0, [(b"k", b"plain", [("colour", b"red"), ("colour", b"blue")]), (None, b"", [])])
send(1, [(b"z", b"x" * 30, []), (b"gone", None, [])], compression_type="gzip")
send(0, [(b"u", "привет".encode(), [])])
receive(5)
send(1, [(b"later", b"later", [])])
receive(1)
look_around()
