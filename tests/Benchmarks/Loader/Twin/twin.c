// The C side, on libbpf: reads the name of a measurement from standard input and answers with nanoseconds and a checksum.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ENTRIES 100000u
#define LOADS 1

struct file {
	void *bytes;
	size_t size;
};

struct event64 {
	unsigned long long words[8];
};

struct event256 {
	unsigned long long words[32];
};

static unsigned long long sum;
static struct file small;
static struct bpf_object *rings;
static int table;
static unsigned int keys[ENTRIES];
static unsigned long long values[ENTRIES];
static const char *interface;

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static unsigned long long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static struct file read_file(const char *path)
{
	struct file file;
	FILE *f = fopen(path, "rb");
	if (!f)
		fail(path);
	fseek(f, 0, SEEK_END);
	file.size = ftell(f);
	rewind(f);
	file.bytes = malloc(file.size);
	if (fread(file.bytes, 1, file.size, f) != file.size)
		fail(path);
	fclose(f);
	return file;
}

static struct bpf_object *load(struct file *file)
{
	struct bpf_object *object = bpf_object__open_mem(file->bytes, file->size, NULL);
	if (!object || bpf_object__load(object))
		fail("load");
	return object;
}

static unsigned long long measure_load(void)
{
	unsigned long long total = 0;
	for (int i = 0; i < LOADS; i++) {
		unsigned long long start = now();
		struct bpf_object *object = load(&small);
		total += now() - start;
		sum++;
		bpf_object__close(object);
	}
	return total;
}

static unsigned long long measure_attach(void)
{
	struct bpf_object *object = load(&small);
	struct bpf_program *program = bpf_object__find_program_by_name(object, "filter");
	int index = if_nametoindex(interface);
	unsigned long long start = now();
	struct bpf_link *link = bpf_program__attach_xdp(program, index);
	unsigned long long time = now() - start;
	if (!link)
		fail("attach");
	sum++;
	bpf_link__destroy(link);
	bpf_object__close(object);
	return time;
}

static unsigned long long measure_update(void)
{
	unsigned long long start = now();
	for (unsigned int i = 0; i < ENTRIES; i++) {
		unsigned int key = i * 7;
		unsigned long long value = i;
		if (bpf_map_update_elem(table, &key, &value, BPF_ANY))
			fail("update");
		sum += value;
	}
	return now() - start;
}

static unsigned long long measure_lookup(void)
{
	unsigned long long start = now();
	for (unsigned int i = 0; i < ENTRIES; i++) {
		unsigned int key = i * 7;
		unsigned long long value;
		if (bpf_map_lookup_elem(table, &key, &value))
			fail("lookup");
		sum += value;
	}
	return now() - start;
}

static unsigned long long measure_batch(void)
{
	DECLARE_LIBBPF_OPTS(bpf_map_batch_opts, options);
	unsigned int count = ENTRIES, read = 0, cursor = 0;
	for (unsigned int i = 0; i < ENTRIES; i++) {
		keys[i] = i * 7;
		values[i] = i;
	}
	unsigned long long start = now();
	if (bpf_map_update_batch(table, keys, values, &count, &options))
		fail("update batch");
	while (read < ENTRIES) {
		count = ENTRIES - read;
		int error = bpf_map_lookup_batch(table, read ? &cursor : NULL, &cursor, keys + read, values + read, &count, &options);
		if (error && errno != ENOENT)
			fail("lookup batch");
		read += count;
		if (error)
			break;
	}
	for (unsigned int i = 0; i < read; i++)
		sum += values[i];
	return now() - start;
}

static int on64(void *context, void *data, size_t size)
{
	const struct event64 *e = data;
	for (int w = 0; w < 8; w++)
		sum += e->words[w];
	return 0;
}

static int on256(void *context, void *data, size_t size)
{
	const struct event256 *e = data;
	for (int w = 0; w < 32; w++)
		sum += e->words[w];
	return 0;
}

static unsigned long long measure_ring(struct ring_buffer *ring, const char *fill)
{
	char packet[64] = {};
	DECLARE_LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = packet, .data_size_in = sizeof(packet), .repeat = 1);
	if (bpf_prog_test_run_opts(bpf_program__fd(bpf_object__find_program_by_name(rings, fill)), &run))
		fail(fill);
	unsigned long long start = now();
	int count = ring_buffer__consume(ring);
	unsigned long long time = now() - start;
	if (count < 0 || (unsigned int)count != run.retval)
		fail("ring");
	return time;
}

int main(int argc, char **argv)
{
	char line[64];
	if (argc != 4)
		return 2;
	small = read_file(argv[1]);
	struct file file = read_file(argv[2]);
	interface = argv[3];
	rings = load(&file);
	table = bpf_object__find_map_fd_by_name(rings, "table");
	struct ring_buffer *ring64 = ring_buffer__new(bpf_object__find_map_fd_by_name(rings, "ring64"), on64, NULL, NULL);
	struct ring_buffer *ring256 = ring_buffer__new(bpf_object__find_map_fd_by_name(rings, "ring256"), on256, NULL, NULL);
	if (!ring64 || !ring256)
		fail("rings");
	while (fgets(line, sizeof(line), stdin)) {
		unsigned long long time;
		line[strcspn(line, "\n")] = 0;
		sum = 0;
		if (!strcmp(line, "load"))
			time = measure_load();
		else if (!strcmp(line, "attach"))
			time = measure_attach();
		else if (!strcmp(line, "update"))
			time = measure_update();
		else if (!strcmp(line, "lookup"))
			time = measure_lookup();
		else if (!strcmp(line, "batch"))
			time = measure_batch();
		else if (!strcmp(line, "ring64"))
			time = measure_ring(ring64, "fill64");
		else if (!strcmp(line, "ring256"))
			time = measure_ring(ring256, "fill256");
		else
			return 3;
		printf("%llu %llu\n", time, sum);
		fflush(stdout);
	}
	return 0;
}
