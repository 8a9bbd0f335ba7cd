using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Compiler.Tests.CodeGen.Kernel;

/// <summary>The bpf(2) commands that these tests need, and nothing between them and the kernel.</summary>
internal static unsafe partial class BpfCalls
{
    private const int AttributeSize = 144;

    private static nint SyscallNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 280 : 321;

    /// <summary>Descriptor, or minus errno.</summary>
    public static int CreateMap(int type, int keySize, int valueSize, uint entries, uint flags)
    {
        byte* attributes = stackalloc byte[AttributeSize];
        new Span<byte>(attributes, AttributeSize).Clear();
        int* fields = (int*)attributes;
        (fields[0], fields[1], fields[2], fields[3], fields[4]) = (type, keySize, valueSize, (int)entries, (int)flags);
        return Call(0, attributes);
    }

    public static int Lookup(int map, byte[] key, byte[] value) => Element(1, map, key, value);

    public static int Update(int map, byte[] key, byte[] value) => Element(2, map, key, value);

    /// <summary>Descriptor, or minus errno; the verifier's log either way.</summary>
    public static int LoadProgram(int type, byte[] instructions, out string log)
    {
        var buffer = new byte[1 << 20];
        byte* attributes = stackalloc byte[AttributeSize];
        new Span<byte>(attributes, AttributeSize).Clear();
        fixed (byte* code = instructions, text = buffer, license = "GPL\0"u8)
        {
            ((int*)attributes)[0] = type;
            ((int*)attributes)[1] = instructions.Length / 8;
            ((ulong*)attributes)[1] = (ulong)code;
            ((ulong*)attributes)[2] = (ulong)license;
            ((int*)attributes)[6] = 1;
            ((int*)attributes)[7] = buffer.Length;
            ((ulong*)attributes)[4] = (ulong)text;
            int result = Call(5, attributes);
            log = System.Text.Encoding.UTF8.GetString(buffer, 0, Math.Max(0, Array.IndexOf(buffer, (byte)0)));
            return result;
        }
    }

    /// <summary>0 or minus errno.</summary>
    public static int TestRun(int program, byte[] packet, byte[] output, out uint verdict, out int length)
    {
        byte* attributes = stackalloc byte[AttributeSize];
        new Span<byte>(attributes, AttributeSize).Clear();
        fixed (byte* input = packet, result = output)
        {
            int* fields = (int*)attributes;
            fields[0] = program;
            fields[2] = packet.Length;
            fields[3] = output.Length;
            ((ulong*)attributes)[2] = (ulong)input;
            ((ulong*)attributes)[3] = (ulong)result;
            fields[8] = 1;
            int error = Call(10, attributes);
            verdict = (uint)fields[1];
            length = fields[3];
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    private static int Element(int command, int map, byte[] key, byte[] value)
    {
        byte* attributes = stackalloc byte[AttributeSize];
        new Span<byte>(attributes, AttributeSize).Clear();
        fixed (byte* k = key, v = value)
        {
            ((int*)attributes)[0] = map;
            ((ulong*)attributes)[1] = (ulong)k;
            ((ulong*)attributes)[2] = (ulong)v;
            return Call(command, attributes);
        }
    }

    private static int Call(int command, byte* attributes)
    {
        nint result = Syscall(SyscallNumber, command, attributes, AttributeSize);
        return result < 0 ? -Marshal.GetLastPInvokeError() : (int)result;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint command, byte* attributes, nint size);
}
