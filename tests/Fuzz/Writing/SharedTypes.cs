namespace BpfSharp.Fuzz.Writing;

/// <summary>Types and functions that all programs of a batch use, in a file of their own.</summary>
internal static class SharedTypes
{
    public const string FileName = "Shared";

    public const string Text = """
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using BpfSharp;
        using BpfSharp.Protocols;
        public enum Kind : byte { One, Two, Big = 200 }
        public enum Level : long { Low = -5, High = 1L << 40 }
        public interface IFold<T> where T : IFold<T>
        {
            static abstract long Fold(long a, long b);
            static virtual long Seed => 17;
        }
        public struct Adder : IFold<Adder>
        {
            public static long Seed => 1;
            public static long Fold(long a, long b) => a + b;
        }
        public struct Mixer : IFold<Mixer>
        {
            public static long Fold(long a, long b) => (a ^ b) >> 1;
        }
        public record struct Flow(int Source, long Target)
        {
            public byte Kind { get; set; } = 1;
            public readonly Flow Reversed => new((int)Target, Source);
        }
        [InlineArray(4)]
        public struct Words
        {
            private uint _first;
        }
        [StructLayout(LayoutKind.Explicit)]
        public struct Overlay
        {
            [FieldOffset(0)] public long Whole;
            [FieldOffset(4)] public int High;
            [FieldOffset(1)] public short Odd;
        }
        public ref struct Tally
        {
            private ref long _count;
            private readonly int _by;
            public Tally(ref long count, int by)
            {
                _count = ref count;
                _by = by;
            }
            public void Dispose() => _count = unchecked(_count * 3 + _by);
        }
        public struct Account
        {
            public int Uses;
            public BpfSpinLock Lock;
            public long In;
            public long Out;
        }
        public struct Deadline
        {
            public long Rounds;
            public BpfTimer Timer;
            public int Other;
        }
        public struct Halves
        {
            public ushort First;
            public ushort Second;
            public uint Rest;
        }
        public struct Nest
        {
            public Overlay Inner;
            public short Outer;
        }
        public unsafe struct Buffer
        {
            public fixed ushort Cells[4];
            public int After;
        }
        public struct Grid
        {
            private int _a;
            private int _b;
            public Grid(int a, int b)
            {
                _a = a;
                _b = b;
            }
            public int this[int index]
            {
                readonly get => (index & 1) == 0 ? _a : _b;
                set
                {
                    if ((index & 1) == 0) _a = value;
                    else _b = value;
                }
            }
            public int Sum { readonly get => unchecked(_a + _b); set => _b = unchecked(value - _a); }
            public static Grid operator +(Grid x, Grid y) => new(unchecked(x._a + y._a), unchecked(x._b - y._b));
            public static Grid operator -(Grid x) => new(unchecked(-x._a), ~x._b);
            public static bool operator ==(Grid x, Grid y) => x._a == y._a && x._b == y._b;
            public static bool operator !=(Grid x, Grid y) => !(x == y);
            public static explicit operator int(Grid x) => unchecked(x._a * 1000 + x._b);
            public override readonly bool Equals(object? other) => false;
            public override readonly int GetHashCode() => 0;
        }
        public static class Functions
        {
            public static T Pick<T>(bool first, T a, T b) where T : unmanaged => first ? a : b;
            public static void Swap<T>(ref T a, ref T b) where T : unmanaged
            {
                T c = a;
                a = b;
                b = c;
            }
            public static long Fold<T>(long a, long b) where T : struct, IFold<T> => unchecked(T.Fold(a, b) + T.Seed);
            public static unsafe int Size<T>() where T : unmanaged => sizeof(T);
            public static Ipv4Address Address(uint x) => new Ipv4Address(10, (byte)(x & 1), (byte)(x & 3), (byte)x);
            public static int Turn(this int x, int y) => unchecked(x * 31 - y);
            public static (int Low, long High) Split(long x) => ((int)(x & 0x7fffffff), x >> 32);
            public static int? Maybe(bool has, int value) => has ? value : null;
            public static long Peek(PacketContext ctx, uint offset) => ctx.TryLoad(offset, out int word) ? ctx is TcContext ? word + 1L : word : ctx.TotalLength();
            public static uint Marked(PacketContext ctx) => ctx is TcContext tc ? tc.Mark : ctx is XdpContext xdp ? xdp.IngressIfIndex + 7 : 9;
            public static ReadOnlySpan<ushort> Table => [3, 1, 4, 1, 5, 9, 2, 6];
        }

        """;
}
