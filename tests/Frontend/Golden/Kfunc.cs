// A kernel function's declaration travels with its C prototype; its call looks like a helper's.
public static class Numbers
{
    [BpfKfunc("bpf_strnlen", "int (const char *s__ign, size_t count)", Since = "6.17", Programs = "xdp,tc")]
    private static int Length(ReadOnlySpan<byte> text) => text.IndexOf((byte)0);

    [BpfFunction]
    public static int Measure(Span<byte> bytes) => Length(bytes[..4]);
}
