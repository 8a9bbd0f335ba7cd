namespace BpfSharp.Compiler.Safety;

internal static class StackLimit
{
    /// <summary><c>MAX_BPF_STACK</c>.</summary>
    public const int Bytes = 512;
}
